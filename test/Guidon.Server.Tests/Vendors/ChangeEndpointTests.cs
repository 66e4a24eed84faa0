using System.Net;
using System.Text.Json;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>The operations on receivers of changes: their paths, their secrets, their test.</summary>
public sealed class ChangeEndpointTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Secret = "key-of-nobody-abcd";

    private GuidonProcess Server => fixture.Server;

    [Theory]
    [InlineData("environments/{k}/integrations/dynatrace/", "api_key", "base_url", "environment", "entity_selector")]
    [InlineData("environments/{k}/integrations/sentry/", "secret", "webhook_url", "environment", "webhook_url")]
    [InlineData("environments/{k}/integrations/slack/", "api_token", "base_url", "environment", "channel_id enabled")]
    [InlineData("projects/1/integrations/datadog/", "api_key", "base_url", "project", "use_custom_source")]
    [InlineData("projects/1/integrations/new-relic/", "api_key", "base_url", "project", "app_id")]
    [InlineData("projects/1/integrations/grafana/", "api_key", "base_url", "project", "base_url")]
    [InlineData("organisations/1/integrations/grafana/", "api_key", "base_url", "organisation", "base_url")]
    public async Task An_integration_is_listed_read_changed_and_deleted_and_its_secret_never_shown(string path, string secret, string address, string level, string more)
    {
        path = "api/v1/" + path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal);
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { [secret] = Secret, [address] = "http://127.0.0.1:9/", ["app_id"] = "1", ["channel_id"] = "C1" });
        Assert.Equal("[]", (await Server.ManageAsync(HttpStatusCode.OK, "GET", path)).GetRawText());

        var id = (await Server.ManageAsync(HttpStatusCode.Created, "POST", path, body)).GetProperty("id");
        var second = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", path, body);
        Assert.Equal($"This integration already exists for this {level}.", second.GetProperty("detail").GetString());
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{path}{id}/", "{}");
        await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{path}{id}/", body);
        var shown = await Server.ManageAsync(HttpStatusCode.OK, "GET", $"{path}{id}/");
        Assert.All(more.Split(' ').Append(address).Append("id"), field => Assert.True(shown.TryGetProperty(field, out _), field));
        Assert.Equal("****abcd", shown.GetProperty(secret).GetString());
        Assert.DoesNotContain("of-nobody", shown.GetRawText() + (await Server.ManageAsync(HttpStatusCode.OK, "GET", path)).GetRawText(), StringComparison.Ordinal);
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{path}{id}/");
    }

    [Theory]
    [InlineData("environments/{k}/webhooks/")]
    [InlineData("organisations/1/webhooks/")]
    public async Task There_may_be_several_webhooks_at_one_place(string path)
    {
        path = "api/v1/" + path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal);
        var ids = new List<JsonElement>();
        for (var i = 0; i < 3; i++) ids.Add((await Server.ManageAsync(HttpStatusCode.Created, "POST", path, """{"url":"http://127.0.0.1:9/","secret":"key-of-nobody-abcd","enabled":false}""")).GetProperty("id"));

        var list = await Server.ManageAsync(HttpStatusCode.OK, "GET", path);
        var items = list.ValueKind == JsonValueKind.Array ? list : list.GetProperty("results");
        Assert.Equal(path.StartsWith("api/v1/organisations", StringComparison.Ordinal), list.ValueKind == JsonValueKind.Object);
        Assert.Equal(3, items.GetArrayLength());
        Assert.All(items.EnumerateArray(), each => Assert.Equal(("****abcd", JsonValueKind.False), (each.GetProperty("secret").GetString(), each.GetProperty("enabled").ValueKind)));
        foreach (var id in ids) await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{path}{id}/");
    }

    [Fact]
    public async Task The_webhooks_of_an_organisation_come_in_pages_and_those_of_an_environment_do_not()
    {
        var path = "api/v1/organisations/1/webhooks/";
        var ids = new List<int>();
        for (var i = 0; i < 5; i++) ids.Add((await Server.ManageAsync(HttpStatusCode.Created, "POST", path, """{"url":"http://127.0.0.1:9/"}""")).GetProperty("id").GetInt32());

        var first = await Server.ManageAsync(HttpStatusCode.OK, "GET", path + "?page_size=2");
        var second = await Server.ManageAsync(HttpStatusCode.OK, "GET", first.GetProperty("next").GetString()!);
        var last = await Server.ManageAsync(HttpStatusCode.OK, "GET", second.GetProperty("next").GetString()!);
        var beyond = await Server.ManageAsync(HttpStatusCode.NotFound, "GET", path + "?page=2");

        Assert.Equal((5, JsonValueKind.Null), (first.GetProperty("count").GetInt32(), first.GetProperty("previous").ValueKind));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
        Assert.Equal(ids, ((JsonElement[])[first, second, last]).SelectMany(page => page.GetProperty("results").EnumerateArray()).Select(each => each.GetProperty("id").GetInt32()));
        Assert.Equal("Invalid page.", beyond.GetProperty("detail").GetString());
        foreach (var id in ids) await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{path}{id}/");
    }

    [Theory]
    [InlineData("environments/{k}/webhooks/")]
    [InlineData("organisations/1/webhooks/")]
    public async Task A_webhook_says_when_it_was_made_and_when_it_was_changed_last(string path)
    {
        path = "api/v1/" + path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal);
        var made = await Server.ManageAsync(HttpStatusCode.Created, "POST", path, """{"url":"http://127.0.0.1:9/"}""");
        var item = $"{path}{made.GetProperty("id")}/";

        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", item, """{"enabled":false}""");

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", made.GetProperty("created_at").GetString());
        Assert.Equal(made.GetProperty("created_at").GetString(), made.GetProperty("updated_at").GetString());
        Assert.Equal(made.GetProperty("created_at").GetString(), changed.GetProperty("created_at").GetString());
        Assert.True(string.CompareOrdinal(made.GetProperty("updated_at").GetString(), changed.GetProperty("updated_at").GetString()) < 0, changed.GetRawText());
        foreach (var field in (string[])["id", "url", "enabled", "secret", "created_at", "updated_at"]) Assert.True(made.TryGetProperty(field, out _), field);
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", item);
    }

    [Theory]
    [InlineData("projects/1/integrations/slack/")]
    [InlineData("projects/1/integrations/webhook/")]
    [InlineData("environments/{k}/integrations/datadog/")]
    [InlineData("environments/{k}/integrations/change-webhook/")]
    [InlineData("projects/2/integrations/datadog/")]
    [InlineData("organisations/2/webhooks/")]
    [InlineData("organisations/1/integrations/datadog/")]
    public async Task An_integration_does_not_exist_where_it_does_not_belong(string path) =>
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", "api/v1/" + path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal));

    [Theory]
    [InlineData("environments/{k}/integrations/sentry/", """{"webhook_url":"http://127.0.0.1:9/","secret":"short"}""", "secret")]
    [InlineData("environments/{k}/integrations/dynatrace/", """{"api_key":"k"}""", "base_url")]
    [InlineData("environments/{k}/integrations/slack/", """{"api_token":"k"}""", "channel_id")]
    [InlineData("projects/1/integrations/new-relic/", """{"api_key":"k","app_id":"1' or"}""", "app_id")]
    [InlineData("projects/1/integrations/datadog/", """{"api_key":"k","base_url":"http://10.0.0.1/"}""", "base_url")]
    [InlineData("environments/{k}/webhooks/", """{"url":"http://169.254.169.254/"}""", "url")]
    [InlineData("environments/{k}/webhooks/", """{"url":"http://127.0.0.1:9/","enabled":"yes"}""", "enabled")]
    [InlineData("environments/{k}/webhooks/", """{"url":"http://127.0.0.1:9/","standard_secret":"plain"}""", "standard_secret")]
    public async Task What_is_wrong_is_named_by_its_field(string path, string body, string field) => Assert.True(
        (await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", "api/v1/" + path.Replace("{k}", Server.ClientKey, StringComparison.Ordinal), body)).TryGetProperty(field, out _));

    [Fact]
    public async Task A_test_sends_a_marked_change_to_each_of_them_and_shows_the_reply()
    {
        await using var bench = await ChangeBench.OpenAsync();
        foreach (var receiver in bench.Vendors.Append(bench.Of<StrictWebhook>()))
        {
            var id = await bench.ConnectAsync(receiver);

            var trial = await bench.Server.ManageAsync(HttpStatusCode.OK, "POST", $"{bench.PathOf(receiver.Name)}{id}/test/");

            Assert.True(trial.GetProperty("delivered").GetBoolean(), $"{receiver.Name}: {trial}");
            Assert.Single(receiver.Rows);
        }

        Assert.All(await bench.DrainAsync(), each => Assert.Equal(0, each.GetProperty("ledger").GetProperty("accepted").GetInt32()));
    }
}
