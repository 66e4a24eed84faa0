using Guidon.Delivery;
using Guidon.Monitoring.Rules;

namespace Guidon.Server.Drills;

/// <summary>
/// 7 to 16 June 2023 once more, in a lane of its own: a good build, a bad one, the good one again. Times each alarm, lets the good build mend, and
/// compares what the receiver has with what the traffic made, without looking into our own store.
/// </summary>
internal static class JuneDrill
{
    private const int EventsPerLook = 5;

    private static readonly TimeSpan s_healthy = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_drain = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_pageMax = TimeSpan.FromMinutes(6);

    /// <param name="variant">What is broken.</param>
    /// <param name="real">This build's integration; the one that the lane's destination has.</param>
    /// <param name="outage">How long the bad build stays, in the drill's time.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static async Task<DrillReport> RunAsync(DrillVariant variant, Integration real, TimeSpan outage, CancellationToken cancellation)
    {
        await using var receiver = await DrillReceiver.StartAsync(cancellation);
        await using var lane = await DrillLane.OpenAsync(receiver, cancellation);
        await lane.DeployAsync(real, isPumping: true, cancellation);
        await lane.RunAsync(s_healthy, EventsPerLook, static () => false, cancellation);
        lane.Forget();
        var from = lane.Time.GetUtcNow();
        await lane.DeployAsync(Broken(variant, real), isPumping: variant != DrillVariant.Silent, cancellation);
        await lane.RunAsync(outage, EventsPerLook, static () => false, cancellation);
        var (to, alarms) = (lane.Time.GetUtcNow(), lane.Fired.Select(each => (each.Key, each.Value.At - from, each.Value.Summary)).OrderBy(each => each.Item2).ToList());
        var held = (await lane.LedgerAsync(cancellation)).Pending;
        var before = receiver.Events.ToDictionary(each => each.Key, each => each.Value.Times);
        await lane.DeployAsync(real, isPumping: true, cancellation);
        var replayed = variant == DrillVariant.Empty ? await lane.ReplayAsync(from, to, cancellation) : 0;
        await DrainAsync(lane, receiver, cancellation);
        var ledger = await lane.LedgerAsync(cancellation);
        var pages = alarms.Where(alarm => RuleCatalog.Find(alarm.Key)?.Severity == Severity.Page).ToList();
        return new DrillReport
        {
            Variant = variant,
            TimeToPage = pages.Count == 0 ? null : pages[0].Item2,
            PageMax = s_pageMax,
            Alarms = alarms,
            Held = held,
            Replayed = replayed,
            Expected = lane.Expected.Count,
            Recovered = lane.Expected.Count(each => receiver.Events.TryGetValue(each.Key, out var got) && got.IsWhole && got.OccurredAt == each.Value),
            // What an empty map was delivered for is wanted a second time.
            Duplicates = receiver.Events.Count(each => each.Value.Times > 1 && !(replayed > 0 && before.GetValueOrDefault(each.Key) == 1 && each.Value.Times == 2)),
            Strangers = receiver.Events.Keys.Count(id => !lane.Expected.ContainsKey(id)),
            Residual = ledger.Residual,
        };
    }

    private static Integration Broken(DrillVariant variant, Integration real) => variant switch
    {
        DrillVariant.Empty => BrokenMapper.Empty(real),
        DrillVariant.Silent => real,
        _ => BrokenMapper.Throwing(real),
    };

    private static async Task DrainAsync(DrillLane lane, DrillReceiver receiver, CancellationToken cancellation)
    {
        await lane.RunAsync(s_drain, 0, () => lane.Expected.Keys.All(receiver.Events.ContainsKey), cancellation);
        await lane.RunAsync(TimeSpan.FromSeconds(30), 0, static () => false, cancellation);   // what came last is settled in our ledger too
    }
}
