namespace Guidon.Server.Monitoring;

/// <summary>
/// Calls an outside address once a minute, as long as the rules are evaluated and the ledgers balance. Whoever runs that address calls
/// somebody when it is not called: the one alarm that works when this process does not.
/// </summary>
internal sealed partial class Heartbeat(string address, TimeProvider time, ILogger<Heartbeat> logger) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new();
    private long? _sentStamp;
    private Task _sending = Task.CompletedTask;
    private int _misses;

    /// <summary>Failed in a row.</summary>
    internal int Misses => Volatile.Read(ref _misses);

    public void Dispose() => _http.Dispose();

    /// <summary>Sends one when it is due, beside the loop.</summary>
    internal void Beat(CancellationToken cancellation)
    {
        if (address.Length == 0 || !_sending.IsCompleted || (_sentStamp is { } stamp && time.GetElapsedTime(stamp) < s_pause)) return;
        _sentStamp = time.GetTimestamp();
        _sending = SendAsync(cancellation);
    }

    /// <summary>Waits for the one under way.</summary>
    internal Task StopAsync() => _sending;

    private async Task SendAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var response = await _http.GetAsync(new Uri(address), either.Token);
            if (response.IsSuccessStatusCode) Interlocked.Exchange(ref _misses, 0);
            else Miss((int)response.StatusCode);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            if (!cancellation.IsCancellationRequested) Miss(status: 0);
        }
    }

    private void Miss(int status)
    {
        if (Interlocked.Increment(ref _misses) == 1) Log.Failed(logger, status);
    }

    private static partial class Log
    {
        [LoggerMessage(2072, LogLevel.Warning, "The heartbeat could not be sent (http {Status}); its receiver is about to call somebody")]
        internal static partial void Failed(ILogger logger, int status);
    }
}
