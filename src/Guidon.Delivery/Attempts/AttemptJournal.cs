using System.Collections.Concurrent;

namespace Guidon.Delivery.Attempts;

/// <summary>
/// Collects attempts for the store and forgets some when there are too many: what it keeps is for people who look, and is never what
/// delivery depends on. Safe from any thread.
/// </summary>
internal sealed class AttemptJournal
{
    private const int WaitingMax = 2_000;
    private const int PerSecondMax = 10;

    private readonly ConcurrentQueue<AttemptEntry> _waiting = new();
    private readonly ConcurrentDictionary<(int Destination, bool IsDelivered), (long Second, int Count)> _rates = new();

    /// <summary>Whether one more is wanted: ten a second of each destination that delivered, and ten that did not.</summary>
    internal bool Wants(int destinationId, bool isDelivered, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        var rate = _rates.AddOrUpdate(
            (destinationId, isDelivered), _ => (second, 1), (_, last) => last.Second == second ? (second, last.Count + 1) : (second, 1));
        return rate.Count <= PerSecondMax;
    }

    internal void Add(AttemptEntry attempt)
    {
        _waiting.Enqueue(attempt);
        if (_waiting.Count > WaitingMax) _waiting.TryDequeue(out _);
    }

    /// <summary>Takes what was collected, oldest first.</summary>
    internal List<AttemptEntry> Take()
    {
        var taken = new List<AttemptEntry>();
        while (taken.Count < WaitingMax && _waiting.TryDequeue(out var attempt)) taken.Add(attempt);
        return taken;
    }
}
