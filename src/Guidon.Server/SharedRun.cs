namespace Guidon.Server;

/// <summary>Work that reads everything that is stored: one run at a time, however many ask. Whoever asks while it runs gets its result.</summary>
/// <param name="work">The work; not cancelled when somebody stops waiting, since others may wait too, but when the server ends.</param>
internal sealed class SharedRun<T>(Func<CancellationToken, Task<T>> work) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<T>? _running;

    /// <summary>The result of the run that is going on, or of a new one.</summary>
    /// <param name="cancellation">Stops waiting, not the run.</param>
    internal Task<T> JoinAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var stopping = _stopping.Token;
            if (_running is null or { IsCompleted: true }) _running = Task.Run(() => work(stopping), stopping);
            return _running.WaitAsync(cancellation);
        }
    }

    /// <summary>Stops the run that is going on, and every later one at once: the server ends, and does not wait for requests that wait for it.</summary>
    internal void Stop() => _stopping.Cancel();

    /// <summary>Stops the run that is going on and waits for it; for whoever takes away what it reads.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? running;
        await _stopping.CancelAsync();
        lock (_gate) running = _running;
        if (running is not null) await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
