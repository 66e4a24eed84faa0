namespace Guidon.Server.Management;

/// <summary>Turns of work beside requests: the first at the start, then when the pause that a turn asks for is over or when it is woken, until it is disposed.</summary>
/// <param name="time">Measures the pauses.</param>
internal sealed class Rounds(TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Task _loop = Task.CompletedTask;
    private int _isWoken;

    /// <param name="round">One turn; gives how long there is nothing to do. What it throws ends the loop: it knows what its failures mean, and tells of them.</param>
    internal void Start(Func<CancellationToken, Task<TimeSpan>> round) => _loop = Task.Run(() => RunAsync(round, _stopping.Token));

    /// <summary>Calls before the next turn are one.</summary>
    internal void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0) _wake.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _wake.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task<TimeSpan>> round, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // Cleared before the turn looks: whoever wakes it later gets another one.
            Interlocked.Exchange(ref _isWoken, 0);
            var wait = await round(stopping);
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(Task.Delay(wait, time, pause.Token), _wake.WaitAsync(pause.Token));
            await pause.CancelAsync();
        }
    }
}
