using System.Diagnostics.CodeAnalysis;

namespace Guidon.Events;

/// <summary>Events whose callers left before the log had answered, and the queue that was emptied so that they could. Bounded in number and bytes.</summary>
internal sealed class LeftEvents(IntakeOptions options)
{
    private Queue<PendingAppend> _queued = new();   // the loop's own
    private long _bytes;                             // kept and not settled; any caller

    /// <summary>Something waits here, in front of what waits in the queue.</summary>
    internal bool HasQueued => _queued.Count > 0;

    internal bool HasPlace => _queued.Count < options.QueueEventsMax;

    /// <returns>False when so much is kept already that the caller's own memory has to hold it.</returns>
    internal bool TryKeep(in NewEvent left)
    {
        if (Interlocked.Add(ref _bytes, left.Payload.Length) <= options.LeftBytesMax) return true;
        Settled(left);
        return false;
    }

    /// <summary>It is in the log, or refused and counted.</summary>
    internal void Settled(in NewEvent left) => Interlocked.Add(ref _bytes, -left.Payload.Length);

    internal void Enqueue(PendingAppend pending) => _queued.Enqueue(pending);

    /// <summary>These come first again, in their order.</summary>
    internal void PutBack(IEnumerable<NewEvent> left) => _queued = new Queue<PendingAppend>(left.Select(each => PendingAppend.OfNobody(each)).Concat(_queued));

    internal bool TryTake([NotNullWhen(true)] out PendingAppend? pending) => _queued.TryDequeue(out pending);
}
