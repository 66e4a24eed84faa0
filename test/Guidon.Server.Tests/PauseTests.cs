using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>A process that the machine stops and lets go on: a paused virtual machine, a laptop's lid.</summary>
public sealed class PauseTests(ITestOutputHelper output)
{
    private const int Pauses = 5;

    [Fact]
    [Trait("Row", "D19")]
    public async Task A_paused_server_goes_on_and_loses_nothing_that_it_acknowledged()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        var load = new EvaluationLoad(identities: 8);
        using var stop = new CancellationTokenSource();
        var calls = load.RunAsync(server, stop.Token);
        for (var pause = 0; pause < Pauses; pause++)
        {
            var wanted = load.Acknowledged.Count + random.Next(20, 100);
            await Eventually.TrueAsync("the load is under way", () => load.Acknowledged.Count >= wanted);
            await server.PauseAsync();
            var before = load.Acknowledged.Count;
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(200, 800)));
            await Assert.ThrowsAsync<TaskCanceledException>(() => server.Http.GetAsync("health/live", patience.Token));
            Assert.InRange(load.Acknowledged.Count, before, before + 8);   // answers that were on their way
            await server.ResumeAsync();
        }

        await stop.CancelAsync();
        await calls;
        var ledger = await server.DrainAsync("webhook");
        output.WriteLine($"{load.Acknowledged.Count} acknowledged, {receiver.Requests.Count} requests, {ledger}");
        var arrived = receiver.Requests.Select(request => (
            request.Json.GetProperty("identity").GetString(),
            request.Json.GetProperty("traits").EnumerateArray().Single().GetProperty("trait_value").GetInt32())).ToHashSet();
        Assert.DoesNotContain(load.Acknowledged, each => !arrived.Contains((each.Identity, each.Number)));
    }
}
