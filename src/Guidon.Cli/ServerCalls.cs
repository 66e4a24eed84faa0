using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Guidon.Cli;

/// <summary>Calls of a running server's management API. The key comes from the environment, since a command line is seen by everybody.</summary>
internal sealed class ServerCalls : IDisposable
{
    /// <summary>Where the key is read from.</summary>
    internal const string KeyVariable = "GUIDON_API_KEY";

    /// <summary>Where <c>guidon serve</c> listens unless told otherwise.</summary>
    internal const string UsualUrl = "http://localhost:8000";

    private readonly HttpClient _http;

    private ServerCalls(HttpClient http) => _http = http;

    /// <returns>The calls, or one line that says what is missing.</returns>
    internal static (ServerCalls? Calls, string? Error) Open(string url, string? key)
    {
        if (string.IsNullOrEmpty(key)) return (null, $"Set {KeyVariable} to a master API key.");
        if (!Uri.TryCreate(url.TrimEnd('/') + "/api/guidon/v1/", UriKind.Absolute, out var address) || !address.Scheme.StartsWith("http", StringComparison.Ordinal))
            return (null, $"--url: '{url}' is not an address like {UsualUrl}.");
        // A dry run over millions of events takes its time, and a person can stop it.
        var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", key);
        return (new ServerCalls(http), null);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>One call.</summary>
    /// <returns>The answer's text, or one line that says why there is none.</returns>
    internal async Task<(string? Text, string? Error)> SendAsync(HttpMethod method, string path, string? json, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType is not ("application/json" or null))
                return (null, $"{_http.BaseAddress} is no Guidon: it answers with {answer.Content.Headers.ContentType}.");
            return answer.IsSuccessStatusCode ? (text, null) : (null, $"The server answered {(int)answer.StatusCode}: {Detail(text)}");
        }
        catch (HttpRequestException error)
        {
            return (null, $"{_http.BaseAddress} cannot be reached: {error.Message}");
        }
    }

    private static string Detail(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("detail", out var detail)
                ? detail.ToString()
                : text;
        }
        catch (JsonException)
        {
            return text;   // a proxy's page; as it came
        }
    }
}
