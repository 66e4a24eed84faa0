namespace Guidon.Delivery;

/// <summary>Wakes one loop: by hand from any thread, or at a time. Calls while it is awake make one more turn, never several.</summary>
internal sealed class Wakeup : IDisposable
{
    private readonly SemaphoreSlim _permit = new(0, 1);
    private readonly SteadyClock _clock;
    private readonly ITimer _timer;
    private int _isSet;
    private bool _isAwaited;   // written by the loop

    internal Wakeup(SteadyClock clock)
    {
        _clock = clock;
        _timer = clock.Time.CreateTimer(static state => ((Wakeup?)state)?.Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _permit.Dispose();
    }

    /// <summary>Whether the loop waits and nothing has woken it. False from the moment of a call on, and not only when a thread was found for the loop.</summary>
    // Set is looked at on both sides: a call between the two looks may have been followed by a loop that does not wait any more.
    internal bool IsAwaited => Volatile.Read(ref _isSet) == 0 && Volatile.Read(ref _isAwaited) && Volatile.Read(ref _isSet) == 0;

    internal void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0) _permit.Release();
    }

    /// <summary>Replaces the earlier time.</summary>
    /// <param name="at">By the steady clock.</param>
    internal void SetAt(DateTimeOffset at)
    {
        var wait = at - _clock.Now;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    internal async Task WaitAsync(CancellationToken cancellation)
    {
        Volatile.Write(ref _isAwaited, true);
        try
        {
            await _permit.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isAwaited, false);   // before what follows, so that the loop never seems to wait for what has woken it already
        }

        // Cleared before the loop looks: whoever sets it later gets another turn, whoever set it earlier is seen in this one. A full
        // fence and not a volatile write: the processor may hold a write back behind the loop's first reads, and then a setter still
        // finds it set while the loop has looked already, and nobody turns again until the next timer.
        Interlocked.Exchange(ref _isSet, 0);
    }
}
