using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>More than the server can do: callers that do not slow down with it, and too little memory.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int PerSecond = 250;
    private const int LargeCallers = 32;

    [Fact]
    [Trait("Row", "L01")]
    public async Task Callers_that_do_not_wait_for_answers_are_refused_while_nothing_can_be_stored_and_what_was_answered_arrives()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.SetModeAsync("strict");
        await server.EvaluateAsync("warm-up");
        var answers = new ConcurrentDictionary<string, (HttpStatusCode Status, bool HasRetryAfter)>();
        using var stop = new CancellationTokenSource();
        var load = OpenLoadAsync(server, answers, stop.Token);
        await Eventually.TrueAsync("the load is answered", () => answers.Count >= PerSecond);
        using (StoreLock.Take(server.Folder))
        {
            var before = answers.Count;
            await Eventually.TrueAsync("callers are refused", () => answers.Count >= before + PerSecond && answers.Values.Any(answer => answer.Status == HttpStatusCode.ServiceUnavailable));
        }

        await Eventually.TrueAsync("it recovers", async () =>
        {
            using var answer = await SendAsync(server, "after", default);
            return answer.StatusCode == HttpStatusCode.OK;
        });
        await stop.CancelAsync();
        await load;
        await server.DrainAsync("webhook");

        output.WriteLine($"{answers.Count} calls, {answers.Values.Count(answer => answer.Status == HttpStatusCode.OK)} answered with flags");
        Assert.All(answers.Values, answer => Assert.True(answer is { Status: HttpStatusCode.OK } or { Status: HttpStatusCode.ServiceUnavailable, HasRetryAfter: true }, answer.ToString()));
        var arrived = receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).ToHashSet();
        Assert.DoesNotContain(answers, each => each.Value.Status == HttpStatusCode.OK && !arrived.Contains(each.Key));
    }

    [Fact]
    public async Task Callers_are_answered_in_time_while_nothing_can_be_stored_and_their_events_arrive_when_it_can()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("warm-up");
        var answers = new ConcurrentDictionary<string, (HttpStatusCode Status, bool HasRetryAfter)>();
        using var stop = new CancellationTokenSource();
        var load = OpenLoadAsync(server, answers, stop.Token);
        using (StoreLock.Take(server.Folder))
        {
            // More than may wait for one lock: the first groups have failed by then, and been tried again.
            await Eventually.TrueAsync("callers are answered all the same", () => answers.Count >= 12 * PerSecond);
        }

        await stop.CancelAsync();
        await load;
        await server.DrainAsync("webhook");

        Assert.All(answers.Values, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var arrived = receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).ToHashSet();
        Assert.DoesNotContain(answers.Keys, each => !arrived.Contains(each));
        Assert.Empty(JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status")).GetProperty("capture_gaps").EnumerateArray());
    }

    [Fact]
    [Trait("Row", "D12")]
    public async Task A_server_whose_heap_is_too_small_refuses_or_dies_and_loses_nothing_that_it_acknowledged()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;
        // A limit of the heap stands for a control group's: the runtime takes the one from the other.
        var settings = new ServerSettings { Variables = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x4000000" } };
        var server = await GuidonProcess.StartAsync(settings);
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.SetModeAsync("strict");   // an answer is a promise about the event, however long a starved process takes to store it
        var load = new EvaluationLoad(identities: 8);
        var (deaths, refused) = (0, 0);
        for (var round = 0; round < 3; round++)
        {
            using var stop = new CancellationTokenSource();
            var calls = load.RunAsync(server, stop.Token);
            var before = load.Acknowledged.Count;
            var large = await Task.WhenAll(Enumerable.Range(0, LargeCallers).Select(caller => SendLargeAsync(server, caller)));
            refused += large.Count(isAnswered => !isAnswered);
            await Eventually.TrueAsync("the load goes on or the process is gone", () => server.HasExited || load.Acknowledged.Count >= before + 50);
            await stop.CancelAsync();
            await calls;
            if (!server.HasExited) continue;
            deaths++;
            await using var gone = server;
            server = await GuidonProcess.StartAsync(ServerSettings.Again(gone) with { Variables = settings.Variables });
        }

        receiver.Answer = _ => 200;
        await using var starved = server;
        await starved.KillAsync();
        await using (server = await GuidonProcess.StartAsync(ServerSettings.Again(starved)))   // with memory again: a starved one may answer anything with 500
        {
            await server.DrainAsync("webhook");
            output.WriteLine($"{load.Acknowledged.Count} acknowledged, {refused} of {3 * LargeCallers} large ones refused, {deaths} deaths");
            var arrived = receiver.Requests.Select(request => request.Json).Where(json => json.GetProperty("identity").GetString()!.StartsWith("user-", StringComparison.Ordinal))
                .Select(json => (json.GetProperty("identity").GetString(), json.GetProperty("traits").EnumerateArray().Single(each => each.GetProperty("trait_key").GetString() == "n").GetProperty("trait_value").GetInt32())).ToHashSet();
            Assert.DoesNotContain(load.Acknowledged, each => !arrived.Contains((each.Identity, each.Number)));
        }
    }

    // One call each few milliseconds whatever the server does: a generator that waits for answers would slow down with it and see nothing.
    private static async Task OpenLoadAsync(GuidonProcess server, ConcurrentDictionary<string, (HttpStatusCode, bool)> answers, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1) / PerSecond);
        var calls = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            calls.Add(CallAsync($"caller-{calls.Count}"));
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(calls);

        async Task CallAsync(string identity)
        {
            using var answer = await SendAsync(server, identity, CancellationToken.None);
            answers[identity] = (answer.StatusCode, answer.Headers.RetryAfter is not null);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(GuidonProcess server, string identity, CancellationToken cancellation) =>
        server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, $$"""{"identifier":"{{identity}}","traits":[]}"""), cancellation);

    private static async Task<bool> SendLargeAsync(GuidonProcess server, int caller)
    {
        var traits = string.Join(',', Enumerable.Range(0, 900).Select(n => $$"""{"trait_key":"t{{n}}","trait_value":"{{new string('x', 1_900)}}"}"""));
        try
        {
            using var answer = await server.Http.SendAsync(
                server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, $$"""{"identifier":"large-{{caller}}","transient":true,"traits":[{{traits}}]}"""));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;   // it died, or had no memory for an answer
        }
    }
}
