using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Upkeep;

/// <summary>What is said from outside of how features are doing.</summary>
public class HealthTests(ServerFixture fixture) : ReplayedTool(fixture)
{
    private const string Health = "projects/1/feature-health/";

    [Fact]
    public async Task A_provider_says_at_its_secret_address_how_features_are_doing_until_it_is_removed()
    {
        var project = Id(await PostAsync("projects/", """{"name":"Health","organisation":1}"""));
        var (health, feature) = ($"projects/{project}/feature-health/", Id(await PostAsync($"projects/{project}/features/", """{"name":"checkout"}""")));
        var environment = Id(await PostAsync("environments/", $$"""{"name":"Live","project":{{project}}}"""));
        var address = Address(await PostAsync(health + "providers/", """{"name":"Webhook"}"""));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{health}providers/", """{"name":"Webhook"}""");
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", $"api/v1/{health}providers/", """{"name":"Sample"}""");
        Assert.Equal(address, Address(Assert.Single(await ListAsync(health + "providers/"))));
        Assert.DoesNotContain(address.Split('/')[^2], string.Join('\n', await Server.SqlAsync("SELECT uuid FROM feature_health_provider")), StringComparison.Ordinal);

        Assert.Equal(1, await SaidAsync(address, """{"feature":"checkout","environment":"Live","status":"unhealthy","reason":{"text_blocks":[{"text":"Errors","title":"Rate"}],"url_blocks":[{"url":"https://a.example/"}]}}"""));
        Assert.Equal(0, await SaidAsync(address, """{"feature":"checkout","environment":"Live","status":"unhealthy","reason":{"text_blocks":[{"text":"Errors","title":"Rate"}],"url_blocks":[{"url":"https://a.example/"}]}}"""));
        var said = Assert.Single(await ListAsync(health + "events/"));
        Assert.Equal(
            (feature, environment, "UNHEALTHY", "Webhook", "Errors"),
            (said.GetProperty("feature").GetRawText(), said.GetProperty("environment").GetRawText(), Text(said, "type"), Text(said, "provider_name"), Text(said.GetProperty("reason").GetProperty("text_blocks")[0], "text")));
        foreach (var (body, word) in ((string, string)[])[
            ("""{"feature":"unknown_one","status":"healthy"}""", "unknown_one"), ("""{"feature":"checkout","environment":"Elsewhere","status":"healthy"}""", "Elsewhere"),
            ("""{"feature":"checkout","status":"ill"}""", "status"), ("""{"status":"healthy"}""", "feature"), ("[]", "feature"),
            ("""{"feature":"checkout","status":"healthy","reason":{"url_blocks":[{"url":"javascript:1"}]}}""", "url_blocks")])
            Assert.Contains(word, Text(await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", address, JsonElement.Parse(body)), "detail"), StringComparison.Ordinal);
        await Server.AskAsync(HttpStatusCode.RequestEntityTooLarge, "", "POST", address, new { feature = new string('x', 300_000) });

        foreach (var (chosen, count) in ((string, int)[])[($"feature={feature}", 1), ("feature=999999", 0), ("feature=x", 0), ("type=UNHEALTHY", 1), ($"type=HEALTHY&feature={feature}", 0)])
            Assert.Equal((chosen, count), (chosen, (await ListAsync($"{health}events/?{chosen}")).Count));
        Assert.Contains("HEALTHY, UNHEALTHY", (await Server.ManageAsync(HttpStatusCode.BadRequest, "GET", $"api/v1/{health}events/?type=ill")).GetProperty("type").GetRawText(), StringComparison.Ordinal);

        await DeleteAsync(health + "providers/webhook/");
        Assert.Empty(await ListAsync(health + "events/"));
        await Server.AskAsync(HttpStatusCode.NotFound, "", "POST", address, new { feature = "checkout", status = "healthy" });
        Assert.NotEqual(address, Address(await PostAsync(health + "providers/", """{"name":"Webhook"}""")));
    }

    [Fact]
    public async Task An_alert_fires_is_dismissed_and_fires_again_and_what_is_older_is_no_news()
    {
        await PostAsync("projects/1/features/", """{"name":"alerted"}""");
        var address = Address(await PostAsync(Health + "providers/", """{"name":"Grafana"}"""));
        Assert.Equal(1, await SaidAsync(address, Alert("firing", "2026-03-01T10:00:00.1234567Z")));
        Assert.Equal(0, await SaidAsync(address, Alert("firing", "2026-03-01T10:00:00.1234567Z")));
        var said = Assert.Single(await ListAsync(Health + "events/"));
        Assert.Equal(("UNHEALTHY", "HighErrorRate"), (Text(said, "type"), Text(said.GetProperty("reason").GetProperty("text_blocks")[0], "title")));
        Assert.Equal(["Alert", "Runbook"], said.GetProperty("reason").GetProperty("url_blocks").EnumerateArray().Select(each => Text(each, "title")));

        await Server.ManageAsync(HttpStatusCode.NoContent, "POST", $"api/v1/{Health}events/{Id(said)}/dismiss/");
        Assert.Equal(0, await SaidAsync(address, Alert("firing", "2026-03-01T10:00:00.1234567Z")));
        var dismissed = Assert.Single(await ListAsync(Health + "events/"));
        Assert.Equal("HEALTHY", Text(dismissed, "type"));
        Assert.StartsWith("Dismissed by ", Text(dismissed.GetProperty("reason").GetProperty("text_blocks")[0], "text"), StringComparison.Ordinal);
        await Server.ManageAsync(HttpStatusCode.NoContent, "POST", $"api/v1/{Health}events/{Id(said)}/dismiss/");
        // A clock that is ahead counts as now.
        Assert.Equal(1, await SaidAsync(address, Alert("firing", "2199-03-01T10:00:00Z")));
        Assert.Equal(1, await SaidAsync(address, Alert("resolved", "2199-03-01T11:00:00Z")));
        var records = (await GetAsync("projects/1/audit/?related_object_type=FEATURE_HEALTH")).GetProperty("results").EnumerateArray().Where(each => Text(each, "log").EndsWith(": Grafana", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, records.Count);   // the provider, and four times that something was different
    }

    [Fact]
    public async Task Of_one_feature_a_hundred_alerts_are_kept_and_a_provider_speaks_so_often_a_minute_and_nobody_else()
    {
        var project = Id(await PostAsync("projects/", """{"name":"Many","organisation":1}"""));
        await PostAsync($"projects/{project}/features/", """{"name":"alerted"}""");
        var address = Address(await PostAsync($"projects/{project}/feature-health/providers/", """{"name":"Grafana"}"""));
        Assert.Equal(103, await SaidAsync(address, $$"""{"alerts":[{{string.Join(',', Enumerable.Range(0, 103).Select(at => One("firing", $"2026-03-01T10:00:00.{at:000}Z", $"print {at}")))}}]}"""));
        var kept = await ListAsync($"projects/{project}/feature-health/events/");
        Assert.Equal(100, kept.Count);
        Assert.Equal(3, kept.Min(each => each.GetProperty("created_at").GetDateTime().Millisecond));
        foreach (var wrong in (string[])["x", new string('A', 43), address.Split('/')[^2][..^1] + "!", address.Split('/')[^2] + "A"])
            await Server.AskAsync(HttpStatusCode.NotFound, "", "POST", $"api/v1/feature-health/{wrong}/", new { alerts = Array.Empty<object>() });

        var statuses = new List<HttpStatusCode>();
        for (var at = 0; at < 300 && !statuses.Contains(HttpStatusCode.TooManyRequests); at++)
        {
            using var answer = await Server.SendAsync("", "POST", address, new { alerts = Array.Empty<object>() });
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses.Distinct());
    }

    private static string Alert(string status, string at) => $$"""{"alerts":[{{One(status, at, "print")}},{"status":"firing","labels":{"alertname":"About nothing here"} }]}""";

    private static string One(string status, string at, string fingerprint) => $$$"""
        {"status":"{{{status}}}","labels":{"alertname":"HighErrorRate","flagsmith_feature":"alerted"},"annotations":{"description":"Too many","runbook_url":"https://a.example/run"},
        "startsAt":"{{{(status == "firing" ? at : "2026-01-01T00:00:00Z")}}}","endsAt":"{{{(status == "firing" ? "0001-01-01T00:00:00Z" : at)}}}","fingerprint":"{{{fingerprint}}}","generatorURL":"https://a.example/","panelURL":"javascript:1"}
        """;

    private async Task<int> SaidAsync(string address, string body) => (await Server.AskAsync(HttpStatusCode.OK, "", "POST", address, JsonElement.Parse(body))).GetProperty("events").GetInt32();

    private static string Address(JsonElement provider) => new Uri(Text(provider, "webhook_url")).AbsolutePath[1..];
}
