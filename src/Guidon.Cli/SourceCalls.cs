using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Guidon.Transfer;

namespace Guidon.Cli;

/// <summary>Reads from the API of another server or platform. It waits when it is told to.</summary>
internal sealed class SourceCalls : IDisposable
{
    /// <summary>Where the other server's key is read from.</summary>
    internal const string KeyVariable = "GUIDON_SOURCE_KEY";

    private const int TriesMax = 10;
    private const int SecondsMax = 3_600;
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(10);
    private readonly HttpClient _http;

    private SourceCalls(HttpClient http) => _http = http;

    /// <param name="url">Its address.</param>
    /// <param name="below">Where its API begins: <c>/api/v1/</c>.</param>
    /// <param name="scheme">What stands before the key, with its space.</param>
    /// <param name="key">What opens it.</param>
    /// <param name="seconds">The longest wait for one answer.</param>
    /// <exception cref="SourceException">The address or key is missing, or no answer could be as fast.</exception>
    internal static SourceCalls Open(string url, string below, string scheme, string? key, int seconds)
    {
        if (seconds is < 1 or > SecondsMax) throw new SourceException($"--source-seconds: a number from 1 to {SecondsMax} is required.");
        if (string.IsNullOrEmpty(key)) throw new SourceException($"Set {KeyVariable} to a key that may read the management API of the other server.");
        if (!Uri.TryCreate(url.TrimEnd('/') + below, UriKind.Absolute, out var address) || !address.Scheme.StartsWith("http", StringComparison.Ordinal)) throw new SourceException($"'{url}' is not an address like https://flags.example.org.");
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(seconds) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", scheme + key);
        return new SourceCalls(http);
    }

    /// <summary>Sent with every request.</summary>
    internal void Add(string header, string value) => _http.DefaultRequestHeaders.Add(header, value);

    public void Dispose() => _http.Dispose();

    /// <summary>One answer; <see langword="null"/> for 403 and 404.</summary>
    /// <exception cref="SourceException">Another failure.</exception>
    internal async Task<JsonElement?> GetAsync(string path, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await AnswerAsync(path, cancellation).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode) return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden) return null;
            var isBusy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            if (!isBusy || attempt == TriesMax) throw new SourceException($"GET {path}: the server answered {(int)answer.StatusCode}.");
            var wait = WaitOf(answer.Headers.RetryAfter);
            if (wait > s_longestWait) throw new SourceException($"GET {path}: the server wants to be asked again in {(long)wait.TotalSeconds} s; import then.");
            await Console.Error.WriteLineAsync($"waiting: the server wants to be asked again in {(long)wait.TotalSeconds} s").ConfigureAwait(false);
            await Task.Delay(wait, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
    }

    // Seconds or a time, which may be over.
    private static TimeSpan WaitOf(RetryConditionHeaderValue? wanted)
    {
        var wait = wanted?.Delta ?? wanted?.Date - TimeProvider.System.GetUtcNow() ?? s_usualWait;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private async Task<HttpResponseMessage> AnswerAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await _http.GetAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceException($"GET {path}: there was no answer within {_http.Timeout.TotalSeconds} s.");
        }
    }
}
