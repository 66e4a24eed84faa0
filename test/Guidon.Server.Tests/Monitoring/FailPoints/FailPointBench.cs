using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Events.Retention;
using Guidon.Integrations;

namespace Guidon.Server.Tests.Monitoring.FailPoints;

/// <summary>Ten thousand events on their way to one receiver in batches, under the real alert loop. Of a thousand one is filtered and one parked.</summary>
internal sealed class FailPointBench : IAsyncDisposable
{
    internal const int Events = 10_000;

    private const int Filtered = 10;   // of all events
    private const int Parked = 10;

    private readonly MonitoringBench _bench;
    private readonly RecordingReceiver _receiver;
    private bool _isMended;   // read by the mapper: it then takes what it parked before

    private FailPointBench(MonitoringBench bench, RecordingReceiver receiver) => (_bench, _receiver) = (bench, receiver);

    internal int Destination { get; private set; }

    internal IRetentionStore Retention => _bench.Storage.Retention;

    internal DateTimeOffset Now => _bench.Clock.GetUtcNow();

    internal static async Task<FailPointBench> OpenAsync(FailPoint point)
    {
        var receiver = await RecordingReceiver.StartAsync();
        var opened = new FailPointBench(await MonitoringBench.OpenAsync(), receiver);
        var bench = opened._bench;
        opened.Destination = await bench.AddAsync("posthog", bench.Environment, ("api_key", "1"), ("base_url", receiver.Address.ToString()));
        (bench.Log, bench.Deliveries) = (point.Log(bench.Storage.EventLog), point.Deliveries(bench.Storage.Deliveries));
        if (point.Trigger.Length > 0) await bench.ExecuteAsync(point.Trigger);
        await bench.StartAsync([new ChangedMapper(Catalog.Find("posthog")!, 1, opened.Map)], new() { CanarySeconds = 0 });
        return opened;
    }

    /// <summary>All events, by the way that requests take, and half a minute for them.</summary>
    internal async Task SendAsync()
    {
        await _bench.CaptureAsync(Enumerable.Range(0, Events).Select(Name));
        await _bench.PassAsync(TimeSpan.FromSeconds(30));
    }

    internal async Task<bool> IsToldAsync(string rule, TimeSpan within) => IsFiring(rule) || await _bench.UntilFiringAsync(rule, within) is not null;

    internal bool IsFiring(string rule) => _bench.Firing(rule) is not null;

    internal Task PassAsync(TimeSpan time) => _bench.PassAsync(time);

    internal async Task<LedgerEntry> LedgerAsync() => await _bench.Storage.Deliveries.LedgerAsync(Destination, default) ?? throw new InvalidOperationException("no ledger");

    internal Task ExecuteAsync(string sql) => _bench.ExecuteAsync(sql);

    /// <summary>The receiver is down from here on, and so many more events wait.</summary>
    internal async Task WaitingAsync(int events)
    {
        _receiver.Answer = _ => 503;
        await _bench.CaptureAsync(Enumerable.Range(0, events).Select(number => $"late-{number}"));
    }

    internal async Task RetryParkedAsync()
    {
        _isMended = true;
        await _bench.Storage.Parked.RetryAsync(await ParkedKeysAsync(), default);
        _bench.Delivery.ReplayChanged(Destination);
    }

    internal async Task CancelParkedAsync() => await _bench.Storage.Parked.CancelAsync(await ParkedKeysAsync(), "no use", "test", default);

    internal async Task ReplayAsync(ReplayMode mode)
    {
        _isMended = true;
        await _bench.Replays.CreateAsync(new ReplayRequest { DestinationId = Destination, Mode = mode, Filter = new ReplayFilter() }, "test", default);
    }

    internal async Task DeleteAsync()
    {
        await _bench.Storage.Deliveries.DeleteAsync(Destination, default);
        _bench.Delivery.Changed();
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private static string Name(int number) => (number % (Events / Filtered), number % (Events / Parked)) switch
    {
        (1, _) => $"filter-{number}",
        (_, 2) => $"park-{number}",
        _ => $"user-{number}",
    };

    private Mapping Map(Guidon.Events.EvaluatedEvent happened, Mapping mapping) =>
        happened.Identifier.StartsWith("filter", StringComparison.Ordinal) ? Mapping.Filtered("anonymous")
        : happened.Identifier.StartsWith("park", StringComparison.Ordinal) && !_isMended ? Mapping.Parked("reserved_id", "")
        : mapping;

    private async Task<IReadOnlyList<ParkedKey>> ParkedKeysAsync()
    {
        var entries = await _bench.Storage.Parked.ListAsync(new ParkedQuery { DestinationId = Destination }, default, 1_000, default);
        Assert.Equal(Parked, entries.Count);
        return [.. entries.Select(entry => entry.Key)];
    }
}
