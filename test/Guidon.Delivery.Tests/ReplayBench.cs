using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Delivery.Tests;

/// <summary>A delivery bench with replays and one destination of the plain integration.</summary>
public sealed class ReplayBench : IAsyncDisposable
{
    private readonly Func<IReplaySource, IReplaySource> _through;
    private ReplayService? _replays;

    private ReplayBench(DeliveryBench bench, RecordingReceiver receiver, PlainIntegration plain, Func<IReplaySource, IReplaySource> through) =>
        (Bench, Receiver, Plain, _through) = (bench, receiver, plain, through);

    public DeliveryBench Bench { get; }

    public RecordingReceiver Receiver { get; }

    public PlainIntegration Plain { get; }

    public int Destination { get; private set; }

    public ReplayService Replays => _replays ?? throw new InvalidOperationException("Not started.");

    public ParkedEvents Parked => new(Bench.Storage.Parked, Mappers);

    private DestinationMappers Mappers => new(
        Bench.Store, Bench.Storage.EventLog, new Dictionary<string, Integration> { [Plain.Name] = Plain }, Bench.Protector);

    public static Task<ReplayBench> StartAsync(PlainIntegration plain, params (string Name, string Text)[] settings) =>
        StartAsync(plain, source => source, settings);

    /// <param name="plain">The integration.</param>
    /// <param name="through">Puts something in front of the source of returned events.</param>
    /// <param name="settings">The destination's, beside its address.</param>
    public static async Task<ReplayBench> StartAsync(
        PlainIntegration plain, Func<IReplaySource, IReplaySource> through, params (string Name, string Text)[] settings)
    {
        var receiver = await RecordingReceiver.StartAsync();
        var replay = new ReplayBench(await DeliveryBench.OpenAsync(), receiver, plain, through);
        replay.Destination = await replay.Bench.AddAsync("plain", [("url", receiver.Address.ToString()), .. settings]);
        await replay.StartAsync();
        return replay;
    }

    /// <summary>Ends what runs and starts it over on the same store.</summary>
    public async Task RestartAsync()
    {
        await Bench.Service.DisposeAsync();
        await Replays.DisposeAsync();
        await StartAsync();
    }

    public ReplayRequest Request(ReplayMode mode, ReplayFilter? filter = null) =>
        new() { DestinationId = Destination, Mode = mode, Filter = filter ?? new ReplayFilter() };

    public async Task<Replay> RunAsync(ReplayRequest request)
    {
        var created = await Replays.CreateAsync(request, "test", default);
        Replay? replay = null;
        await Bench.DriveAsync("the replay is done", async () =>
            (replay = await Replays.FindAsync(created!.Value.Replay.Id, default))?.State == ReplayState.Done);
        return replay!;
    }

    public async Task<Guid[]> SettledAsync(params string[] identifiers)
    {
        var ids = await Bench.AppendAsync(identifiers);
        await Bench.DrainAsync(Destination);
        return ids;
    }

    public static long Count(Replay replay, string outcome) => replay.Outcomes.Where(count => count.Outcome == outcome).Sum(count => count.Events);

    public async Task<LedgerEntry> LedgerAsync()
    {
        var ledger = await Bench.Store.LedgerAsync(Destination, default);
        Assert.Equal(0, ledger!.Residual);
        Assert.DoesNotContain(Bench.Storage.Examine(isWhole: true), finding => finding.Code != "not_durable");
        return ledger;
    }

    /// <summary>What the receiver got, in order, batches taken apart.</summary>
    public IReadOnlyList<string> Arrived() =>
        [.. Receiver.Requests.SelectMany(request => request.Json.EnumerateArray().Select(each => each.GetString() ?? ""))];

    public async ValueTask DisposeAsync()
    {
        await Bench.Service.StopAsync(default);
        await Replays.DisposeAsync();
        await Bench.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private async Task StartAsync()
    {
        var source = new ReturnedSource(Bench.Storage.Replays, Mappers);
        Bench.Replays = _through(source);
        Bench.Prepare(Plain);
        _replays = new ReplayService(
            Bench.Storage.Replays, Bench.Storage.Attempts, Mappers, source, Bench.Service, Bench.Options, Bench.Clock, NullLogger<ReplayService>.Instance);
        await _replays.StartAsync(default);
        await Bench.Service.StartAsync(default);
    }
}
