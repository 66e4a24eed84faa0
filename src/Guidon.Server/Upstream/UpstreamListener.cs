using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>
/// Listens to the upstream's stream of changes and wakes the poller; never more than a hint, since polling goes on beside it. Quiet
/// where the upstream has no stream.
/// </summary>
internal sealed partial class UpstreamListener(
    UpstreamEnvironment environment, UpstreamPoller poller, UpstreamClient client, EdgeConfig config, TimeProvider time, Random random, ILogger<UpstreamListener> logger)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    // A half-open connection brings nothing and does not end; streams are renewed at least this often.
    private static readonly TimeSpan s_streamAge = TimeSpan.FromMinutes(5);

    private string? _said;

    internal async Task RunAsync(Uri realtime, CancellationToken cancellation)
    {
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var isWanted = config.RealtimeAlways || environment.Live?.Document.Project.EnableRealtimeUpdates == true;
            var problem = isWanted ? await ListenAsync(realtime, cancellation) : null;
            failures = problem is null ? 0 : failures + 1;
            if (isWanted && !cancellation.IsCancellationRequested) Say(problem);
            var wait = s_shortest * Math.Pow(2, Math.Min(failures, 6)) * (0.5 + (random.NextDouble() / 2));
            // Whether it is wanted is looked up in memory, and the first document may come at any moment.
            var pause = !isWanted ? s_shortest : wait < s_longest ? wait : s_longest;
            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns><see langword="null"/> when the stream was open and ended; otherwise why it could not be opened or kept.</returns>
    private async Task<string?> ListenAsync(Uri realtime, CancellationToken cancellation)
    {
        using var age = new CancellationTokenSource(s_streamAge, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, age.Token);
        try
        {
            using var answer = await client.ListenAsync(realtime, environment.Keys.ClientKey, either.Token);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
                return string.Create(CultureInfo.InvariantCulture, $"the answer was {(int)answer.StatusCode} and no stream");
            Say(null);
            await using var stream = await answer.Content.ReadAsStreamAsync(either.Token);
            await foreach (var each in SseParser.Create(stream).EnumerateAsync(either.Token))
            {
                if (IsNews(each.Data)) poller.Wake();
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return cancellation.IsCancellationRequested || age.IsCancellationRequested ? null : "no answer in time";
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return "it cannot be reached, or broke off";
        }
    }

    // On connecting the service repeats the last change; what is served already is no news. What cannot be read costs one request.
    private bool IsNews(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var isTold = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("updated_at", out var at) && at.TryGetDouble(out _);
            if (!isTold || environment.Live is not { } live) return true;
            var told = json.RootElement.GetProperty("updated_at").GetDouble();
            // Doubles of today's epoch are good to less than a microsecond.
            return told > double.Parse(live.UpdatedAtSeconds, CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    // Once per change of state; streams end and begin again twice a minute.
    private void Say(string? problem)
    {
        var state = problem ?? "listening";
        if (state == _said) return;
        _said = state;
        if (problem is null) Log.Listening(logger, environment.Keys.ClientKey);
        else Log.OnlyPolling(logger, environment.Keys.ClientKey, problem);
    }

    private static partial class Log
    {
        [LoggerMessage(2151, LogLevel.Information, "Listening to changes of environment {Environment}")]
        internal static partial void Listening(ILogger logger, string environment);

        [LoggerMessage(2152, LogLevel.Information, "Only polling environment {Environment}: the stream of changes: {Problem}")]
        internal static partial void OnlyPolling(ILogger logger, string environment, string problem);
    }
}
