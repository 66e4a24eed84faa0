using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>What an edge does beside serving documents: health, streams of changes, usage, origins.</summary>
public sealed class EdgeServiceTests
{
    [Fact]
    public async Task Health_has_the_proxys_shape_and_turns_stale_and_back()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config =>
        {
            config["api_poll_frequency_seconds"] = 1;
            config["health_check"] = new System.Text.Json.Nodes.JsonObject { ["environment_update_grace_period_seconds"] = 1 };
        });
        await edge.UntilVersionAsync(1);
        await edge.UntilProblemAsync(null);
        var (status, health) = (HttpStatusCode.ServiceUnavailable, default(System.Text.Json.JsonElement));
        await Eventually.TrueAsync("it is fresh, which a poll that comes a second late undoes for a moment", async () =>
        {
            (status, health) = await edge.AskAsync("GET", "proxy/health/readiness", null);
            return status == HttpStatusCode.OK;
        });
        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, health.GetProperty("reason").ValueKind);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$", health.GetProperty("last_successful_update").GetString());
        using var live = await edge.Http.GetAsync("proxy/health/liveness");
        Assert.Equal((HttpStatusCode.OK, ""), (live.StatusCode, await live.Content.ReadAsStringAsync()));

        upstream.Trouble = _ => 500;
        await Eventually.TrueAsync("it is stale", async () => (await edge.Http.GetAsync("proxy/health")).StatusCode == HttpStatusCode.ServiceUnavailable);
        var stale = await edge.AskAsync("GET", "health", null);
        Assert.Equal("environment document(s) stale.", stale.Json.GetProperty("reason").GetString());
        Assert.Equal("1", await edge.VersionAsync());
        Assert.Contains($"guidon_upstream_failing{{otel_scope_name=\"Guidon.Server.Upstream\",environment=\"{EdgeProcess.ClientKey}\"}} 1", await edge.Http.GetStringAsync("metrics"));
        upstream.Trouble = _ => null;
        await Eventually.TrueAsync("it is fresh again", async () => (await edge.Http.GetAsync("proxy/health")).StatusCode == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_stream_of_changes_makes_the_edge_ask_at_once(bool inConfiguration, bool inDocument)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1, realtime: inDocument);
        var version = 1;
        upstream.Trouble = request => request.Path != $"/sse/environments/{EdgeProcess.ClientKey}/stream" ? null
            : new Reply(200, $"event: environment_updated\ndata: {{\"updated_at\": {UpstreamDocument.UpdatedAt(version).ToUnixTimeSeconds()}.125}}\n\n:\n\n") { Headers = { ["Content-Type"] = "text/event-stream" } };
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config =>
        {
            config["api_poll_frequency_seconds"] = 3_600;
            if (inConfiguration) config["realtime_url"] = upstream.Address.ToString();
        });
        await edge.UntilVersionAsync(1);
        await Eventually.TrueAsync("it listens", () => upstream.Requests.Any(request => request.Path.StartsWith("/sse/", StringComparison.Ordinal)));
        int Asked() => upstream.Requests.Count(request => request.Path.EndsWith("/environment-document/", StringComparison.Ordinal));
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 2, realtime: inDocument);
        version = 2;
        await edge.UntilVersionAsync(2);
        // What is served already is no news: the stream repeats it at every connection.
        var listened = upstream.Requests.Count;
        var asked = Asked();
        await Eventually.TrueAsync("it listened again", () => upstream.Requests.Count > listened + 1);
        Assert.InRange(Asked(), asked, asked + 1);
    }

    [Fact]
    public async Task Usage_that_sdks_report_reaches_the_upstream_even_when_it_refuses_at_first()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        var refusals = 0;
        upstream.Trouble = request => request.Path != "/api/v1/analytics/flags/" ? null : ++refusals == 1 ? 500 : 200;
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        for (var i = 0; i < 3; i++) await edge.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/analytics/flags/", EdgeProcess.ClientKey, """{"version":5}""");
        await Eventually.TrueAsync("the first report was refused", () => refusals >= 1);
        await Eventually.TrueAsync("the second was taken", () => refusals >= 2);
        var report = upstream.Requests.Last(request => request.Path == "/api/v1/analytics/flags/");
        Assert.Equal((EdgeProcess.ClientKey, 15), (report.Header("X-Environment-Key"), report.Json.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Usage_that_the_upstream_never_took_is_stored_at_the_end()
    {
        await using var edge = await StartWithRefusedUsageAsync();
        await edge.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/analytics/flags/", EdgeProcess.ClientKey, """{"version":5}""");
        Assert.Equal(0, await edge.StopAsync());
        await Eventually.TrueAsync("the log says so", () => edge.Output.Contains("Stored 5 reported evaluations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_listed_origins_are_let_in()
    {
        await using var edge = await EdgeProcess.StartAsync(new Uri("http://127.0.0.1:1"), config => config["allow_origins"] = new System.Text.Json.Nodes.JsonArray("https://app.example.com"));
        Assert.Equal("https://app.example.com", await AllowedAsync("https://app.example.com"));
        Assert.Null(await AllowedAsync("https://other.example.com"));

        async Task<string?> AllowedAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/flags/");
            request.Headers.Add("Origin", origin);
            using var answer = await edge.Http.SendAsync(request);
            return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }
    }

    // The upstream goes away right after the document came.
    private static async Task<GuidonProcess> StartWithRefusedUsageAsync()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        return edge;
    }
}
