namespace Guidon.Simulation.Tests;

/// <summary>
/// Virtual time and everything that is due. One thing happens at a time: before the next one the thread pool, which has one thread, must be
/// empty, so that all loops of the product have come to wait for something of this world. Ties are broken by the seed.
/// </summary>
internal sealed class Agenda(Random random)
{
    // Far more than all nodes and receivers have to do at one moment.
    private const int StillMax = 20_000;

    private readonly PriorityQueue<Func<ValueTask>, (long At, int Tie, long Number)> _due = new();
    private long _number;
    private int _still;   // things that happened at one moment

    /// <summary>Ticks; only goes forward.</summary>
    internal long Now { get; private set; } = new DateTimeOffset(2026, 11, 10, 8, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>Things that have happened.</summary>
    internal long Steps { get; private set; }

    internal void Post(TimeSpan delay, Func<ValueTask> happening) =>
        _due.Enqueue(happening, (Now + Math.Max(0, delay.Ticks), random.Next(), _number++));

    internal void Post(TimeSpan delay, Action happening) => Post(delay, () =>
    {
        happening();
        return ValueTask.CompletedTask;
    });

    /// <summary>Lets things happen until it is so, at most until a time.</summary>
    /// <returns>False when the time came first.</returns>
    internal async ValueTask<bool> RunAsync(Func<bool> isSo, TimeSpan longest)
    {
        var until = Now + longest.Ticks;
        await QuietAsync();
        while (!isSo())
        {
            if (!_due.TryPeek(out _, out var next) || next.At > until)
            {
                Now = until;
                return false;
            }

            var happening = _due.Dequeue();
            _still = next.At > Now ? 0 : _still + 1;
            if (_still > StillMax) throw new BrokenInvariantException($"stall: {StillMax} things happened and no time passed; something waits for no time at all");
            Now = Math.Max(Now, next.At);
            Steps++;
            await happening();
            await QuietAsync();
        }

        return true;
    }

    // Task.Yield goes to the end of the pool's queue. On the only thread nothing else runs meanwhile, so an empty queue is an empty process.
    private static async ValueTask QuietAsync()
    {
        do await Task.Yield();
        while (ThreadPool.PendingWorkItemCount > 0);
    }
}
