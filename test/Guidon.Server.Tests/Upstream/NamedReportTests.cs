using System.Net;
using System.Text;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>An edge's reports of usage have a name where the upstream is a Guidon, which counts each once.</summary>
public sealed class NamedReportTests
{
    private const string Reports = "/api/v1/analytics/flags/";
    private const string Writer = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_report_with_a_name_is_counted_once_and_only_the_secret_key_may_name_one()
    {
        await using var server = await GuidonProcess.StartAsync();
        foreach (var name in (string[])[$"{Writer} 1", $"{Writer} 1", $"{Writer} 2", $"{Writer} 1"])
        {
            await ReportAsync(server, server.ServerKey, name);
        }

        Assert.Equal("10", Assert.Single(await server.SqlAsync("SELECT sum(count) FROM feature_usage")));   // at once: it was stored before it was answered
        await ReportAsync(server, server.ClientKey, $"{Writer} 3");
        await ReportAsync(server, server.ClientKey, $"{Writer} 3");
        foreach (var name in (string[])["", "first", $"{Writer} 0", $"{Writer} -1", $"{Writer}  3", $"{Writer} 99999999999999999999"]) await ReportAsync(server, server.ServerKey, name);
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal("50", Assert.Single(await server.SqlAsync("SELECT sum(count) FROM feature_usage")));
    }

    [Fact]
    public async Task A_report_whose_answer_got_lost_comes_again_unchanged_before_what_was_counted_since()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var reports = 0;
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        upstream.Trouble = request => request.Path == Reports
            ? Interlocked.Increment(ref reports) == 1 ? new Reply(200, "{}", ReplyFault.Cut) : 200
            : new Reply(200, upstream.Documents[EdgeProcess.ServerKey]) { Headers = { ["Guidon-Usage-Reports"] = "named" } };
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);

        await edge.ExpectAsync(HttpStatusCode.OK, "POST", Reports, EdgeProcess.ClientKey, """{"version":5}""");
        await Eventually.TrueAsync("it was reported", () => Volatile.Read(ref reports) >= 1);
        await edge.ExpectAsync(HttpStatusCode.OK, "POST", Reports, EdgeProcess.ClientKey, """{"version":2}""");
        await Eventually.TrueAsync("everything was reported", () => Volatile.Read(ref reports) >= 3);

        var sent = upstream.Requests.Where(request => request.Path == Reports).ToList();
        Assert.All(sent, request => Assert.Equal(EdgeProcess.ServerKey, request.Header("X-Environment-Key")));
        Assert.Equal([5, 5, 2], sent.Select(request => request.Json.GetProperty("version").GetInt32()));
        var names = sent.Select(request => request.Header("Guidon-Usage-Report")?.Split(' ') ?? []).ToList();
        Assert.Single(names.Select(name => name[0]).Distinct());
        Assert.Equal(["1", "1", "2"], names.Select(name => name[1]));
    }

    private static async Task ReportAsync(GuidonProcess server, string key, string name)
    {
        using var request = server.Request(HttpMethod.Post, Reports, key, """{"checkout_button":5}""");
        request.Headers.TryAddWithoutValidation("Guidon-Usage-Report", name);
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "{}"), (answer.StatusCode, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync())));
    }
}
