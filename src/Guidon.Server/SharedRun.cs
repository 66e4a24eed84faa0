namespace Guidon.Server;

/// <summary>Work that reads everything that is stored: one run at a time, however many ask. Whoever asks while it runs gets its result.</summary>
/// <param name="work">The work; not cancelled when somebody stops waiting, since others may wait too.</param>
internal sealed class SharedRun<T>(Func<Task<T>> work)
{
    private readonly Lock _gate = new();
    private Task<T>? _running;

    /// <summary>The result of the run that is going on, or of a new one.</summary>
    /// <param name="cancellation">Stops waiting, not the run.</param>
    internal Task<T> JoinAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_running is null or { IsCompleted: true }) _running = Task.Run(work, CancellationToken.None);
            return _running.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits for the run that is going on, be its result what it may; for whoever takes away what it reads.</summary>
    internal async Task EndAsync()
    {
        Task? running;
        lock (_gate) running = _running;
        if (running is not null) await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
