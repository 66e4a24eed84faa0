using System.Collections.Concurrent;
using Guidon.Delivery;
using Guidon.Events;
using Guidon.Monitoring.Rules;

namespace Guidon.Server.Monitoring;

/// <summary>
/// Sends marked events through a destination's whole path: settings, mapper, address check, socket, answer. Each configuration is rehearsed at
/// once, without sending. A destination of evaluations that delivered nothing for a minute is then sent one a minute; where traffic flows it
/// proves the same. What people read (changes, alerts) is rehearsed only. A held destination counts as a miss: its own probe asks already.
/// </summary>
internal sealed partial class CanaryRunner(
    DeliveryService delivery, IReadOnlyDictionary<string, Integration> catalog, EventIdSource ids, MonitoringOptions options, TimeProvider time, ILogger<CanaryRunner> logger)
{
    private readonly ConcurrentDictionary<int, CanaryResult> _results = new();
    private readonly ConcurrentDictionary<int, Task> _running = new();
    private readonly ConcurrentDictionary<int, (long Sent, long Lost)> _ended = new();
    private readonly ConcurrentDictionary<int, string> _throwing = new();
    private readonly ConcurrentDictionary<int, bool> _spoken = new();   // since this node sends them
    private readonly Dictionary<int, long> _rehearsed = [];          // revision that was rehearsed; the loop's own, as the next
    private readonly Dictionary<int, long> _quietSince = [];         // by the steady clock

    internal CanaryResult ResultOf(int destinationId) => _results.GetValueOrDefault(destinationId, CanaryResult.Unknown);

    /// <summary>Sends what is due. Does not wait for answers: a receiver that hangs must not stop the alarms.</summary>
    /// <param name="destination">As it is now.</param>
    /// <param name="hasDelivered">Whether it delivered since the last look.</param>
    /// <param name="cancellation">Cuts what is under way.</param>
    internal void Look(Destination destination, bool hasDelivered, CancellationToken cancellation)
    {
        var stamp = time.GetTimestamp();
        if (hasDelivered)
        {
            _quietSince[destination.Id] = stamp;
            Prove(destination);
            _throwing.TryRemove(destination.Id, out _);
        }

        Rehearse(destination);
        if (!IsSent(destination)) return;
        if (!_quietSince.TryGetValue(destination.Id, out var since)) _quietSince[destination.Id] = since = stamp;
        if (time.GetElapsedTime(since, stamp) < TimeSpan.FromSeconds(options.CanarySeconds)) return;
        _quietSince[destination.Id] = stamp;
        if (destination.State == DestinationState.Held) Miss(destination, destination.HeldReason ?? "held", ResultOf(destination.Id).Threw);
        else if (_running.GetValueOrDefault(destination.Id) is not { IsCompleted: false }) _running[destination.Id] = SendAsync(destination, cancellation);
        else Miss(destination, "timeout", threw: false);
    }

    /// <summary>This node has sent none of late: what it found out before says nothing of now.</summary>
    internal void Begin() => _spoken.Clear();

    /// <summary>Whether one arrived, or so many were lost that it is an alert, since this node sends them; true where none is sent.</summary>
    internal bool HasSpoken(Destination destination) => !IsSent(destination) || _spoken.ContainsKey(destination.Id);

    /// <summary>Canaries that ended, and those of them that were lost, since the last call.</summary>
    internal (long Sent, long Lost) Ended(int destinationId)
    {
        _ended.TryRemove(destinationId, out var ended);
        return ended;
    }

    /// <summary>The destination is gone: what its mapper threw makes no node unready any more.</summary>
    internal void Forget(int destinationId)
    {
        _results.TryRemove(destinationId, out _);
        _ended.TryRemove(destinationId, out _);
        _throwing.TryRemove(destinationId, out _);
        _spoken.TryRemove(destinationId, out _);
        _rehearsed.Remove(destinationId);
        _quietSince.Remove(destinationId);
        if (_running.GetValueOrDefault(destinationId) is { IsCompleted: true }) _running.TryRemove(destinationId, out _);
    }

    /// <summary>Waits for what is under way.</summary>
    internal Task StopAsync() => Task.WhenAll(_running.Values);

    private bool IsSent(Destination destination) =>
        !destination.IsStoppedByHand && IsWatched(destination.Integration);

    /// <summary>Whether marked events are sent to destinations of this integration where there is no traffic.</summary>
    internal bool IsWatched(string name) =>
        options.CanarySeconds > 0 && !options.CanaryOff.Contains(name, StringComparer.OrdinalIgnoreCase)
        && catalog.TryGetValue(name, out var integration) && integration is { SendsChanges: false, SendsAlerts: false, IsOfInstallation: false };

    /// <summary>Integrations whose mapper threw at the last marked event.</summary>
    internal IReadOnlyList<string> Throwing => [.. _throwing.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Maps and builds without sending, once per configuration.</summary>
    internal void Rehearse(Destination destination)
    {
        if (_rehearsed.TryGetValue(destination.Id, out var revision) && revision == destination.Revision) return;
        _rehearsed[destination.Id] = destination.Revision;
        if (Marked(destination) is not { } marked) return;
        var error = delivery.Rehearse(destination, marked);
        var threw = error?.StartsWith("mapper_error", StringComparison.Ordinal) == true;
        if (threw) _throwing[destination.Id] = destination.Integration;
        else _throwing.TryRemove(destination.Id, out _);
        _results[destination.Id] = error is null ? ResultOf(destination.Id) with { Threw = false } : new CanaryResult(1, threw, error);
    }

    private DecodedEvent? Marked(Destination destination) =>
        catalog.TryGetValue(destination.Integration, out var integration) ? Canary.For(integration, ids.Next(), time.GetUtcNow(), destination) : null;

    private async Task SendAsync(Destination destination, CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            if (Marked(destination) is not { } marked) return;
            var trial = await delivery.TryAsync(destination, marked, cancellation);
            if (trial is { Delivered: true } or { Reason: "disabled" }) Arrived(destination);
            else Miss(destination, trial?.Reason ?? "settings_unreadable", threw: trial?.Reason == "canary_incomplete");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;   // stopping
        }
        catch (Exception failure)   // whatever an integration throws is what the canary is for
        {
            Log.Threw(logger, failure, destination.Id, destination.EnvironmentKey, destination.Integration);
            Miss(destination, $"mapper_error: {failure.GetType().Name}", threw: true);
        }
    }

    private void Prove(Destination destination)
    {
        _results[destination.Id] = CanaryResult.Unknown;
        _spoken[destination.Id] = true;
    }

    private void Arrived(Destination destination)
    {
        Prove(destination);
        _ended.AddOrUpdate(destination.Id, (1, 0), static (_, before) => (before.Sent + 1, before.Lost));
    }

    private void Miss(Destination destination, string reason, bool threw)
    {
        var misses = ResultOf(destination.Id).Misses + 1;
        _results[destination.Id] = new CanaryResult(misses, threw, reason);
        if (misses >= DestinationReading.CanaryMissesMax) _spoken[destination.Id] = true;
        _ended.AddOrUpdate(destination.Id, (1, 1), static (_, before) => (before.Sent + 1, before.Lost + 1));
        if (misses == 1) Log.Lost(logger, destination.Id, destination.Integration, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(2070, LogLevel.Error, "Destination {Destination} of {Environment}: {Integration} threw at a marked event")]
        internal static partial void Threw(ILogger logger, Exception failure, int destination, string environment, string integration);

        [LoggerMessage(2071, LogLevel.Warning, "Destination {Destination}: a marked event did not reach {Integration}: {Reason}")]
        internal static partial void Lost(ILogger logger, int destination, string integration, string reason);
    }
}
