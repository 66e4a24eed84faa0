using System.Net;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>An edge in front of an upstream that speaks as the original, and misbehaves as networks do.</summary>
public sealed class DocumentTests
{
    private const string Two = "client-two";

    [Fact]
    public async Task A_document_is_asked_for_by_date_and_304_keeps_it_fresh()
    {
        await using var upstream = await WithVersionAsync(1);
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        await Eventually.TrueAsync("it asked by date", () => upstream.Requests.Count(request => request.Header("If-Modified-Since") is not null) > 2);
        Assert.Equal("Mon, 10 Nov 2025 08:01:00 GMT", upstream.Requests.First(request => request.Header("If-Modified-Since") is not null).Header("If-Modified-Since"));
        await edge.UntilProblemAsync(null);
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 2);
        await edge.UntilVersionAsync(2);
    }

    [Fact]
    public async Task Two_changes_within_one_second_both_arrive()
    {
        var first = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = first;
        var isNext = 0;
        // The second change comes right behind the answer that carries the first, with the same date for whoever counts seconds.
        upstream.Trouble = request =>
        {
            if (Interlocked.Exchange(ref isNext, 1) == 1) return null;
            upstream.Documents[EdgeProcess.ServerKey] = first.Replace("00.125000", "00.900000", StringComparison.Ordinal).Replace("\"1\"", "\"2\"", StringComparison.Ordinal);
            return new Reply(200, first);
        };
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(2);
    }

    [Fact]
    public async Task Whoever_asks_the_edge_by_date_gets_what_came_second_within_a_second()
    {
        await using var upstream = await WithVersionAsync(1);
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        var first = await DatedAsync(null);

        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1).Replace("00.125000", "00.900000", StringComparison.Ordinal).Replace("\"1\"", "\"2\"", StringComparison.Ordinal);
        await edge.UntilVersionAsync(2);
        var second = await DatedAsync(first.Modified);

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(HttpStatusCode.NotModified, (await DatedAsync(second.Modified)).Status);

        async Task<(HttpStatusCode Status, DateTimeOffset? Modified)> DatedAsync(DateTimeOffset? since)
        {
            using var request = edge.Request(HttpMethod.Get, "api/v1/environment-document/", EdgeProcess.ServerKey);
            request.Headers.IfModifiedSince = since;
            using var answer = await edge.Http.SendAsync(request);
            return (answer.StatusCode, answer.Content.Headers.LastModified);
        }
    }

    [Fact]
    public async Task A_document_from_the_future_does_not_keep_out_what_comes_after_it()
    {
        var ahead = UpstreamDocument.Of(EdgeProcess.ClientKey, 1).Replace("2025-11-10", "2999-11-10", StringComparison.Ordinal);
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = ahead;
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);

        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 2);

        await edge.UntilVersionAsync(2);
        await edge.UntilProblemAsync(null);
    }

    [Fact]
    public async Task A_key_whose_document_never_came_is_503_and_then_200()
    {
        var port = FreePort.Next();
        await using var edge = await EdgeProcess.StartAsync(new Uri($"http://127.0.0.1:{port}"));
        foreach (var key in (string[])[EdgeProcess.ClientKey, EdgeProcess.ServerKey])
        {
            using var answer = await edge.Http.SendAsync(edge.Request(HttpMethod.Get, "api/v1/flags/", key));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        await edge.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", "unknown");
        await edge.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", "ser.unknown");
        var health = await edge.ExpectAsync(HttpStatusCode.ServiceUnavailable, "GET", "proxy/health/readiness", null);
        Assert.Equal("environment document(s) not updated.", health.GetProperty("reason").GetString());

        await using var upstream = await ScriptedUpstream.StartAsync($"http://127.0.0.1:{port}");
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        await edge.UntilVersionAsync(1);
        await edge.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document", EdgeProcess.ServerKey);
        await edge.ExpectAsync(HttpStatusCode.OK, "GET", "health", null);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("foreign")]
    [InlineData("older")]
    [InlineData("large")]
    [InlineData("500")]
    [InlineData("403")]
    [InlineData("cut")]
    [InlineData("hang")]
    [InlineData("stall")]
    [InlineData("endless")]
    [InlineData("loop")]
    [Trait("Row", "S21")]
    public async Task A_bad_answer_never_replaces_a_good_document(string kind)
    {
        var (bad, problem) = Bad(kind);
        var isSilent = kind is "hang" or "stall";
        await using var upstream = await WithVersionAsync(5);
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config =>
        {
            config["api_poll_timeout_seconds"] = isSilent ? 2 : 60;
            config["api_document_bytes_max"] = 20_000;
        });
        await edge.UntilVersionAsync(5);
        upstream.Trouble = _ => bad;
        await edge.UntilProblemAsync(problem);
        Assert.Equal("5", await edge.VersionAsync());
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 6);
        upstream.Trouble = _ => null;
        await edge.UntilVersionAsync(6);
        await edge.UntilProblemAsync(null);
        // Once per change of state, however many polls failed in between. A busy machine may be silent for two seconds by itself.
        if (isSilent) return;
        await Eventually.TrueAsync("the log says so", () => Told().Any());
        Assert.Single(Told());

        IEnumerable<string> Told() => edge.Output.Split('\n').Where(line => line.Contains("Could not refresh", StringComparison.Ordinal) && line.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_environment_that_hangs_does_not_hold_up_another()
    {
        await using var upstream = await WithVersionAsync(1);
        upstream.Documents["ser.two"] = UpstreamDocument.Of(Two, 1);
        upstream.Trouble = request => request.Header("X-Environment-Key") == "ser.two" ? new Reply(200, Fault: ReplyFault.Hang) : null;
        await using var edge = await EdgeProcess.StartAsync(upstream.Address, config =>
        {
            config["environment_key_pairs"]!.AsArray().Add(EdgeProcess.Pair(Two, "ser.two"));
            config["api_poll_timeout_seconds"] = 60;
        });
        for (var version = 1; version <= 3; version++)
        {
            upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, version);
            await edge.UntilVersionAsync(version);
        }

        Assert.Null(await edge.VersionAsync(Two));
        upstream.Trouble = _ => null;
    }

    [Fact]
    public async Task Pages_are_joined_and_the_first_is_right()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        string Page(int version, string identifier) =>
            UpstreamDocument.Of(EdgeProcess.ClientKey, version, $"[{UpstreamDocument.Override(EdgeProcess.ClientKey, identifier, identifier)}]");
        upstream.Trouble = request => request.Path == "/api/v1/environment-document/"
            ? new Reply(200, Page(1, "alice")) { Headers = { ["Link"] = "</api/v1/environment-document/second>; rel=\"next\"" } }
            : new Reply(200, Page(7, "bob"));
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        foreach (var identifier in (string[])["alice", "bob"])
        {
            var answer = await edge.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/identities/?identifier={identifier}", EdgeProcess.ClientKey);
            Assert.Equal(identifier, answer.GetProperty("flags")[0].GetProperty("feature_state_value").GetString());
        }

        Assert.All(upstream.Requests, request => Assert.Equal(EdgeProcess.ServerKey, request.Header("X-Environment-Key")));
    }

    [Fact]
    public async Task The_secret_key_goes_to_no_other_origin()
    {
        await using var stranger = await RecordingReceiver.StartAsync();
        await using var upstream = await WithVersionAsync(1);
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        upstream.Trouble = _ => new Reply(302) { Headers = { ["Location"] = new Uri(stranger.Address, "x").ToString() } };
        await edge.UntilProblemAsync("redirects to another origin");
        upstream.Trouble = _ => new Reply(200, UpstreamDocument.Of(EdgeProcess.ClientKey, 2)) { Headers = { ["Link"] = $"<{new Uri(stranger.Address, "x")}>; rel=\"next\"" } };
        await edge.UntilProblemAsync("next page lies at another origin");
        Assert.Empty(stranger.Requests);
        Assert.Equal("1", await edge.VersionAsync());

        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 3);
        upstream.Trouble = request => request.Header("If-None-Match") is null && request.Path == "/api/v1/environment-document/"
            ? new Reply(307) { Headers = { ["Location"] = "/moved" } }
            : new Reply(200, upstream.Documents[EdgeProcess.ServerKey]);
        await edge.UntilVersionAsync(3);
    }

    [Fact]
    public async Task A_deleted_override_is_gone_with_the_next_document()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] =
            UpstreamDocument.Of(EdgeProcess.ClientKey, 1, $"[{UpstreamDocument.Override(EdgeProcess.ClientKey, "alice", "hers")}]");
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        Assert.Equal("hers", await OfAliceAsync(edge));
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 2);
        await edge.UntilVersionAsync(2);
        Assert.Equal("2", await OfAliceAsync(edge));
    }

    private static async Task<string?> OfAliceAsync(GuidonProcess edge)
    {
        var answer = await edge.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=alice", EdgeProcess.ClientKey);
        return answer.GetProperty("flags")[0].GetProperty("feature_state_value").GetString();
    }

    private static (Reply Reply, string Problem) Bad(string kind)
    {
        var newer = UpstreamDocument.Of(EdgeProcess.ClientKey, 6);
        return kind switch
        {
            "truncated" => (new Reply(200, newer[..^40]), "refused"),
            "html" => (new Reply(200, "<html><body>Sign in</body></html>"), "refused"),
            "empty" => (new Reply(200), "refused"),
            "foreign" => (new Reply(200, UpstreamDocument.Of("somebody-else", 6)), "no pair"),
            "older" => (new Reply(200, UpstreamDocument.Of(EdgeProcess.ClientKey, 4)), "older than"),
            "large" => (new Reply(200, newer + new string(' ', 30_000)), "larger than 20000 bytes"),
            "cut" => (new Reply(200, Fault: ReplyFault.Cut), "cannot be reached"),
            "hang" => (new Reply(200, Fault: ReplyFault.Hang), "did not answer within 2 s"),
            "stall" => (new Reply(200, Fault: ReplyFault.Stall), "did not answer within 2 s"),
            "endless" => (new Reply(200, Fault: ReplyFault.Endless), "larger than 20000 bytes"),
            "loop" => (new Reply(302) { Headers = { ["Location"] = "/again" } }, "redirects without end"),
            _ => (int.Parse(kind), $"answered {kind}"),
        };
    }

    private static async Task<ScriptedUpstream> WithVersionAsync(int version)
    {
        var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, version);
        return upstream;
    }
}
