using Guidon.Delivery.Replays;
using Guidon.Events.Tracking;
using Guidon.Monitoring.Rules;

namespace Guidon.Server.Tracking;

/// <summary>
/// Signs of life for the error tracker: of each destination of evaluations every five minutes, well unless its marked events are lost, and of each
/// replay at its beginning and end. They stop when nobody evaluates the rules, and then the tracker raises the alarm. The loop's own.
/// </summary>
internal sealed class CheckIns(ErrorTracker tracker, IReplayStore replays, TimeProvider time)
{
    private const int EveryMinutes = 5;
    private const int ReplayMinutesMax = 60 * 24;
    private const int ReplayEveryMinutes = 60 * 24 * 365;   // a replay is not due again; a monitor without a schedule does not exist

    private readonly Dictionary<int, DateTimeOffset> _told = [];   // by destination
    private readonly HashSet<int> _running = [];                   // replays whose end is to be told
    private bool _hasBegun;

    /// <summary>Another process told before: ends that it may have left out are told once more, under the ids that they have anyhow.</summary>
    internal void Begin() => _hasBegun = false;

    /// <summary>One look.</summary>
    /// <param name="scene">What the rules saw.</param>
    /// <param name="hasCanary">Whether a destination is watched by marked events, or by its traffic in their stead.</param>
    /// <param name="cancellation">Stops the read.</param>
    internal async Task LookAsync(Scene scene, Func<DestinationReading, bool> hasCanary, CancellationToken cancellation)
    {
        foreach (var reading in scene.Destinations.Where(reading => !reading.IsStoppedByHand && hasCanary(reading))) Look(reading, scene.Now);
        foreach (var gone in _told.Keys.Except(scene.Destinations.Select(reading => reading.Id)).ToList()) _told.Remove(gone);
        if (!_hasBegun) _running.UnionWith(await replays.EndedAsync(scene.Now - TimeSpan.FromMinutes(ReplayMinutesMax), cancellation));
        _hasBegun = true;
        var open = await replays.OpenAsync(cancellation);
        foreach (var replay in open) Look(replay);
        foreach (var id in _running.Except(open.Select(replay => replay.Id)).ToList())
        {
            if (await replays.FindAsync(id, cancellation) is { } ended) Look(ended);
            else _running.Remove(id);   // its destination is gone for good
        }
    }

    private void Look(DestinationReading reading, DateTimeOffset now)
    {
        if (_told.TryGetValue(reading.Id, out var last) && now - last < TimeSpan.FromMinutes(EveryMinutes) && now >= last) return;
        _told[reading.Id] = now;
        tracker.CheckIn(new TrackedCheckIn
        {
            Run = Run(reading.Id, (int)(time.GetUtcNow().ToUnixTimeSeconds() / 60)),
            Monitor = $"guidon-canary-{reading.Id}",
            State = reading is { CanaryMisses: 0, CanaryThrew: false } ? TrackedState.Well : TrackedState.Failed,
            EveryMinutes = EveryMinutes,
            MinutesMax = EveryMinutes,
        });
    }

    private void Look(Replay replay)
    {
        var isRunning = replay.State is ReplayState.Running or ReplayState.Paused;
        if (isRunning ? !_running.Add(replay.Id) : !_running.Remove(replay.Id)) return;
        tracker.CheckIn(new TrackedCheckIn
        {
            Run = Run(replay.Id, 0),
            Monitor = $"guidon-replay-{replay.Id}",
            State = isRunning ? TrackedState.Begun : replay.State == ReplayState.Done ? TrackedState.Well : TrackedState.Failed,
            EveryMinutes = ReplayEveryMinutes,
            MinutesMax = ReplayMinutesMax,
        });
    }

    // The same for the beginning and the end, whichever process tells them.
    private static Guid Run(int id, int minute) => new(id, 0, 0, [.. BitConverter.GetBytes(minute), 0, 0, 0, 1]);
}
