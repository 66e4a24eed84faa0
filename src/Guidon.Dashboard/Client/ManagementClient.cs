using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Guidon.Dashboard.Client;

/// <summary>
/// The one way in which this room speaks to the server: the management API, for one signed-in person, by its contracts. It works the same over
/// a socket, so that the dashboard could run apart.
/// </summary>
/// <param name="http">Has the API's address.</param>
/// <param name="credential">The <c>Authorization</c> header; <see langword="null"/> before somebody signed in.</param>
/// <param name="organisation">Which one is meant where a path names none, for people in several; <see langword="null"/> for the first.</param>
/// <param name="visitor">Where the person's own request came from, so that guessing passwords is slowed down per place.</param>
/// <param name="cancellation">The visitor has left.</param>
internal sealed partial class ManagementClient(HttpClient http, string? credential, int? organisation, IPAddress? visitor, CancellationToken cancellation)
{
    private const string Own = "/api/guidon/v1/";

    private Task<Outcome<T>> GetAsync<T>(string path, JsonTypeInfo<T> type)
        where T : class => SendAsync(HttpMethod.Get, path, null, type);

    private async Task<Outcome<T>> SendAsync<T>(HttpMethod method, string path, JsonNode? body, JsonTypeInfo<T> type, params (string Name, string Value)[] headers)
        where T : class
    {
        var (status, bytes, _) = await CallAsync(method, path, body, headers);
        if (status is < 200 or >= 300) return new(null, Refusal.Read(status, bytes));
        return JsonSerializer.Deserialize(bytes, type) is { } value
            ? new(value, null)
            : new(null, new Refusal(status, "", "The server answered with nothing.", new Dictionary<string, string>()));
    }

    /// <summary>For answers that have no message: null when it was done.</summary>
    private async Task<Refusal?> DoAsync(HttpMethod method, string path, JsonNode? body)
    {
        var (status, bytes, _) = await CallAsync(method, path, body, []);
        return status is >= 200 and < 300 ? null : Refusal.Read(status, bytes);
    }

    /// <summary>An answer as it came, to be handed on as a file.</summary>
    internal async Task<(byte[]? Bytes, Refusal? Refusal)> DownloadAsync(string path)
    {
        var (bytes, _, refusal) = await DownloadPageAsync(path);
        return (bytes, refusal);
    }

    /// <summary>As above, of a list in pages: with the path of the next one, <see langword="null"/> for the last.</summary>
    internal async Task<(byte[]? Bytes, string? Next, Refusal? Refusal)> DownloadPageAsync(string path)
    {
        var (status, bytes, headers) = await CallAsync(HttpMethod.Get, path, null, []);
        if (status is < 200 or >= 300) return (null, null, Refusal.Read(status, bytes));
        return (bytes, headers.TryGetValues("Link", out var links) ? new Uri(links.First().Split('<', '>')[1]).PathAndQuery : null, null);
    }

    private async Task<(int Status, byte[] Body, HttpResponseHeaders Headers)> CallAsync(HttpMethod method, string path, JsonNode? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (credential is not null) request.Headers.TryAddWithoutValidation("Authorization", credential);
        if (organisation is { } chosen) request.Headers.Add("X-Organisation", chosen.ToString(CultureInfo.InvariantCulture));
        request.Options.Set(DashboardHost.RemoteAddress, visitor);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ClientJson.Default.JsonNode));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var answer = await http.SendAsync(request, cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellation), answer.Headers);
    }

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
