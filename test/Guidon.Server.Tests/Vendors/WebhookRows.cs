using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>The WHK rows of the acceptance table: the receiver believes only what is signed, and the libraries of npm say the same.</summary>
[Trait("Category", "External")]
public sealed class WebhookRows(VendorServer fixture) : IClassFixture<VendorServer>
{
    private const string Legacy = "my shared secret";
    private const string Standard = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Next = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    [Trait("Row", "WHK-01, WHK-02, WHK-06")]
    [Trait("Row", "E20")]
    public async Task Both_signatures_verify_in_the_libraries_of_npm_and_by_hand()
    {
        await using var vendors = await OpenAsync("hook-1");
        (vendors.Webhook.LegacySecret, vendors.Webhook.StandardSecret) = (Legacy, Standard);
        await vendors.ConnectAsync(vendors.Webhook, new { secret = Legacy, standard_secret = Standard });
        await vendors.EvaluateAsync("žluťoučký 🚀");
        await vendors.DrainAsync(vendors.Webhook);

        Assert.Equal("žluťoučký 🚀", Assert.Single(vendors.Webhook.Rows).User);
        await WebhookVerification.AssertAsync(vendors.Webhook.Requests[0], Standard, Legacy);
        Assert.DoesNotContain("ž", System.Text.Encoding.UTF8.GetString(vendors.Webhook.Requests[0].Raw), StringComparison.Ordinal);   // escaped, as Python does
    }

    [Fact]
    [Trait("Row", "WHK-03")]
    public async Task A_retry_has_the_same_id_a_new_time_and_a_new_signature()
    {
        await using var vendors = await OpenAsync("hook-2");
        vendors.Webhook.StandardSecret = Standard;
        vendors.Webhook.Script(FaultStep.Of(500, times: 2), FaultStep.Of(503, retryAfter: "2"));
        await vendors.ConnectAsync(vendors.Webhook, new { format = "standard", standard_secret = Standard });
        await vendors.EvaluateAsync("user-42");
        await vendors.DrainAsync(vendors.Webhook);

        var requests = vendors.Webhook.Requests;
        Assert.Equal(4, requests.Count);
        Assert.Single(requests.Select(request => request.Header("webhook-id")).Distinct());
        Assert.Single(requests.Select(request => Convert.ToHexString(request.Raw)).Distinct());
        var seconds = requests.Select(request => long.Parse(request.Header("webhook-timestamp")!, CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(seconds[^1] - seconds[0], 2, 600);
        Assert.NotEqual(requests[0].Header("webhook-signature"), requests[^1].Header("webhook-signature"));
        Assert.Single(vendors.Webhook.Rows);
    }

    [Fact]
    [Trait("Row", "WHK-04")]
    public async Task While_a_secret_is_replaced_receivers_with_the_old_and_with_the_new_one_verify()
    {
        await using var vendors = await OpenAsync("hook-3");
        await vendors.ConnectAsync(vendors.Webhook, new { standard_secret = Next, previous_standard_secret = Standard });
        foreach (var known in (string[])[Standard, Next])
        {
            vendors.Webhook.StandardSecret = known;
            await vendors.EvaluateAsync("user-42");
            await vendors.DrainAsync(vendors.Webhook);
        }

        Assert.Equal(2, vendors.Webhook.Rows.Count);
        foreach (var known in (string[])[Standard, Next])
        {
            var verified = await WebhookVerification.InNodeAsync(vendors.Webhook.Requests[^1], known, Legacy);
            Assert.Equal("True True", $"{verified.GetProperty("standardwebhooks")} {verified.GetProperty("svix")}");
        }
    }

    [Theory]
    [Trait("Row", "WHK-05")]
    [InlineData("hook-4", 500, FaultMode.Answer)]
    [InlineData("hook-5", 429, FaultMode.Answer)]
    [InlineData("hook-10", 503, FaultMode.Answer)]
    [InlineData("hook-6", 0, FaultMode.CutAfter)]
    [InlineData("hook-7", 0, FaultMode.CutBefore)]
    public async Task A_receiver_that_fails_is_asked_again_until_it_has_everything(string environment, int status, FaultMode mode)
    {
        await using var vendors = await OpenAsync(environment);
        vendors.Webhook.Script(new FaultStep { Mode = mode, Status = status, Times = 2 });
        await vendors.ConnectAsync(vendors.Webhook);
        await vendors.EvaluateAsync("user-42");

        Assert.Equal(1, (await vendors.DrainAsync(vendors.Webhook)).GetProperty("delivered").GetInt32());
        Assert.Single(vendors.Webhook.Rows);
    }

    [Fact]
    [Trait("Row", "WHK-05, WHK-07")]
    public async Task A_receiver_that_is_gone_is_left_alone_and_gets_its_backlog_in_order_when_it_is_back()
    {
        await using var vendors = await OpenAsync("hook-8");
        vendors.Webhook.Always = FaultStep.Of(410);
        var id = await vendors.ConnectAsync(vendors.Webhook);
        await vendors.EvaluateAsync("user-0");
        await Eventually.TrueAsync("it is held", async () => (await vendors.DestinationAsync(vendors.Webhook)).GetProperty("state").GetString() == "held");
        Assert.Contains("gone", (await vendors.DestinationAsync(vendors.Webhook)).GetProperty("held_reason").GetString(), StringComparison.Ordinal);
        for (var i = 0; i < 20; i++) await vendors.EvaluateAsync(i % 2 == 0 ? "user-a" : "user-b");
        vendors.Webhook.Always = null;

        using var mended = await Server.Management.PatchAsJsonAsync(vendors.PathOf(vendors.Webhook, id), new { url = vendors.AddressOf(vendors.Webhook) + "/mended" });
        Assert.Equal(HttpStatusCode.OK, mended.StatusCode);

        Assert.Equal(21, (await vendors.DrainAsync(vendors.Webhook)).GetProperty("delivered").GetInt32());
        foreach (var user in (string[])["user-a", "user-b"])
        {
            var times = vendors.Webhook.Rows.Where(row => row.User == user).Select(row => row.ShownAt).ToList();
            Assert.Equal(times.Order(), times);
        }
    }

    [Fact]
    public async Task A_test_sends_a_marked_event_and_shows_the_reply_without_secrets()
    {
        await using var vendors = await OpenAsync("hook-9");
        (vendors.Webhook.LegacySecret, vendors.Webhook.StandardSecret) = (Legacy, Standard);
        var id = await vendors.ConnectAsync(vendors.Webhook, new { secret = Legacy, standard_secret = Standard, format = "standard" });

        var good = await TestAsync(vendors, vendors.Webhook, id);
        vendors.Webhook.Script(FaultStep.Of(401, body: $"what is {Legacy}?"));
        var bad = await TestAsync(vendors, vendors.Webhook, id);

        Assert.Equal((true, 200), (good.GetProperty("delivered").GetBoolean(), good.GetProperty("status").GetInt32()));
        Assert.Equal("guidon-canary", Assert.Single(vendors.Webhook.Rows).User);
        Assert.Equal((false, "unauthorized"), (bad.GetProperty("delivered").GetBoolean(), bad.GetProperty("reason").GetString()));
        Assert.Equal("what is ****cret?", bad.GetProperty("reply").GetString());
        Assert.Equal(0, (await vendors.DrainAsync(vendors.Webhook)).GetProperty("accepted").GetInt32());   // no evaluation of a customer
    }

    private static async Task<JsonElement> TestAsync(ConnectedVendors vendors, StrictReceiver receiver, int id)
    {
        using var answer = await vendors.Server.Management.PostAsync(vendors.PathOf(receiver, id) + "test/", null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private Task<ConnectedVendors> OpenAsync(string environment) => ConnectedVendors.OpenAsync(Server, VendorServer.KeyOf(environment));
}
