using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Guidon.Events;

/// <summary>One caller that waits for its event to become durable. Pooled: the steady state allocates nothing.</summary>
internal sealed class PendingAppend(ConcurrentQueue<PendingAppend> pool) : IValueTaskSource<IntakeResult>
{
    private static readonly ConcurrentQueue<PendingAppend> s_none = new();   // these are never given back

    // Continuations run elsewhere: the intake's loop must go on to the next group, not into a caller's code.
    private ManualResetValueTaskSourceCore<IntakeResult> _core = new() { RunContinuationsAsynchronously = true };

    internal NewEvent Event { get; private set; }

    /// <summary>The caller wants an answer in time rather than certainty.</summary>
    internal bool MayLeave { get; private set; }

    /// <summary>Nobody waits for it.</summary>
    internal bool IsOfNobody { get; private init; }

    internal static PendingAppend OfNobody(in NewEvent left) => new(s_none) { Event = left, IsOfNobody = true };

    internal ValueTask<IntakeResult> Begin(in NewEvent newEvent, bool mayLeave)
    {
        (Event, MayLeave) = (newEvent, mayLeave);
        return new ValueTask<IntakeResult>(this, _core.Version);
    }

    internal void Complete(IntakeVerdict verdict) => _core.SetResult(new IntakeResult(verdict));

    /// <summary>Gives back one that was never queued.</summary>
    internal void Abandon()
    {
        Event = default;   // or the pool would keep the caller's buffer alive
        _core.Reset();
        pool.Enqueue(this);
    }

    /// <inheritdoc/>
    public IntakeResult GetResult(short token)
    {
        var result = _core.GetResult(token);
        Abandon();
        return result;
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
