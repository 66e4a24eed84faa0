using System.Net.Http.Headers;

namespace Guidon.Load;

/// <summary>What Guidon answered once, so that the floor answers the same bytes.</summary>
/// <param name="Headers">All but <c>Date</c>, which each server writes itself, and <c>Transfer-Encoding</c>, which follows from the absence of a length.</param>
internal sealed record CapturedAnswer(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal static async Task<CapturedAnswer> CaptureAsync(HttpClient client, Uri server, Scenario scenario, CancellationToken cancellation)
    {
        using var request = scenario.ToMessage(server);
        using var response = await client.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode) throw new LoadException($"{scenario.Method} {scenario.Path} answered {(int)response.StatusCode}");
        var headers = Read(response.Headers).Concat(Read(response.Content.Headers))
            .Where(header => header.Key is not ("Date" or "Transfer-Encoding")).ToDictionary(StringComparer.OrdinalIgnoreCase);
        return new CapturedAnswer(scenario.Method, scenario.Path, headers, body);
    }

    internal bool IsSameAs(CapturedAnswer other) =>
        Body.AsSpan().SequenceEqual(other.Body) && Headers.Count == other.Headers.Count && Headers.All(other.Headers.Contains);

    private static IEnumerable<KeyValuePair<string, string>> Read(HttpHeaders headers) =>
        headers.NonValidated.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()));
}
