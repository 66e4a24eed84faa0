using Guidon.Flags;

namespace Guidon.Server.Realtime;

/// <summary>One subscriber for as long as its stream is open. Keeps nothing but what it told last.</summary>
/// <param name="http">The request.</param>
/// <param name="options">Times.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">Clock of all waits.</param>
/// <param name="end">Set when the caller left or the server stops.</param>
internal sealed class RealtimeStream(HttpContext http, RealtimeOptions options, RealtimeMetrics metrics, TimeProvider time, CancellationToken end)
{
    private static readonly byte[] s_comment = ":\n\n"u8.ToArray();

    /// <summary>Returns when the stream is to be closed in good order, or is broken already.</summary>
    internal async Task RunAsync(RealtimeNews news, EnvironmentState state, TimeSpan lifetime)
    {
        var started = time.GetTimestamp();
        while (!state.Current.Document.Project.Organisation.StopServingFlags)
        {
            var told = news.Latest(state.Current.Id);
            if (!await WriteAsync(told.Frame)) return;
            metrics.EventSent();
            while (!told.Newer.Task.IsCompleted)
            {
                await WaitAsync(told.Newer.Task, Shorter(lifetime - time.GetElapsedTime(started), TimeSpan.FromSeconds(options.KeepAliveSeconds)));
                if (end.IsCancellationRequested) return;
                if (told.Newer.Task.IsCompleted) break;
                if (time.GetElapsedTime(started) >= lifetime) return;
                if (!await WriteAsync(s_comment)) return;
            }
        }
    }

    /// <returns>False when the connection is gone, by itself or since it was too slow.</returns>
    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        // One write is one flush. The token ends waits only: cancelling a write would cut a stream that can still be closed well.
        var write = http.Response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        if (write.IsCompletedSuccessfully) return !(await write).IsCompleted;   // mostly: a frame fits into the buffer
        var pending = write.AsTask();
        await WaitAsync(pending, TimeSpan.FromSeconds(options.WriteSecondsMax));
        if (!pending.IsCompleted)
        {
            if (!end.IsCancellationRequested) metrics.Dropped();
            http.Abort();
        }

        // Ends at once after an abort; the buffer must not be in use when the request ends.
        await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return pending.IsCompletedSuccessfully && !http.RequestAborted.IsCancellationRequested;
    }

    // Without exceptions: half of all waits of thousands of streams end by their time. The caller looks at what happened.
    private async Task WaitAsync(Task what, TimeSpan limit) =>
        await what.WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
