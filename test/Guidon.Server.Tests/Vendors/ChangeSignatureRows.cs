using System.Net;
using System.Text.Json;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Management;

namespace Guidon.Server.Tests.Vendors;

/// <summary>The webhooks of environments and organisations are signed as those of identities are, whatever verifies them.</summary>
[Trait("Category", "External")]
public sealed class ChangeSignatureRows
{
    private const string Legacy = "my shared secret ü";
    private const string Standard = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Next = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    [Fact]
    [Trait("Row", "WHK-01, WHK-02, WHK-06")]
    public async Task Every_kind_of_change_verifies_in_the_libraries_of_npm_in_Python_and_by_hand()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        (webhook.LegacySecret, webhook.StandardSecret) = (Legacy, Standard);
        var settings = JsonSerializer.Serialize(new { url = bench.HookAddress, secret = Legacy, standard_secret = Standard });
        foreach (var path in (string[])[bench.PathOf("webhook"), "api/v1/organisations/1/webhooks/"]) await bench.Server.ManageAsync(HttpStatusCode.Created, "POST", path, settings);
        await bench.Server.ChangeTextAsync("checkout_button", "žluťoučký 🚀 <&> 1.0");
        await bench.Server.ManageAsync(
            HttpStatusCode.OK, "PATCH", await bench.Server.FlagPathAsync("page_size"),
            """{"segment_overrides":[{"segment":{"id":1},"value":{"type":"string","value":"a"}}]}""");
        var feature = (await bench.Server.FeatureAsync("checkout_button")).GetProperty("id");
        await bench.Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/1/features/{feature}/");
        await bench.DrainAsync();

        Assert.Equal(["AUDIT_LOG_CREATED", "FLAG_DELETED", "FLAG_UPDATED"], webhook.Rows.Select(row => row.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(webhook.Findings);
        foreach (var request in webhook.Requests) await WebhookVerification.AssertAsync(request, Standard, Legacy);
    }

    [Fact]
    [Trait("Row", "WHK-04")]
    public async Task While_a_secret_is_replaced_the_old_and_the_new_one_verify()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        var settings = JsonSerializer.Serialize(new { url = bench.HookAddress, secret = Legacy, standard_secret = Next, previous_standard_secret = Standard });
        await bench.Server.ManageAsync(HttpStatusCode.Created, "POST", bench.PathOf("webhook"), settings);
        await bench.Server.ChangeTextAsync("checkout_button", "new");
        await bench.DrainAsync();

        foreach (var secret in (string[])[Standard, Next]) await WebhookVerification.AssertAsync(webhook.Requests[0], secret, Legacy);
    }
}
