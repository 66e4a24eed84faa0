namespace Guidon.Delivery;

/// <summary>
/// Until when a receiver asked to be left alone. Written where its answer is read, since the pump's loop hears of it later: what an attempt left in
/// doubt is stored first. Safe from any thread.
/// </summary>
internal sealed class ReceiverRest(SteadyClock clock)
{
    private long _until;

    /// <summary>By the steady clock.</summary>
    internal DateTimeOffset Until => new(Volatile.Read(ref _until), TimeSpan.Zero);

    internal bool IsOver => Until <= clock.Now;

    /// <summary>A wish that ends before an earlier one changes nothing.</summary>
    internal void Ask(TimeSpan rest)
    {
        var until = (clock.Now + rest).UtcTicks;
        for (var known = Volatile.Read(ref _until); known < until;)
        {
            var before = Interlocked.CompareExchange(ref _until, until, known);
            if (before == known) return;
            known = before;
        }
    }
}
