using System.ComponentModel.DataAnnotations;

namespace Guidon.Server.Health;

/// <summary>The section <c>Metrics</c>: who may read <c>/metrics</c>, and where else the same numbers go.</summary>
internal sealed record MetricsOptions
{
    /// <summary>An address of its own, such as <c>http://127.0.0.1:9464</c>; then no other address shows metrics. Empty: every address does.</summary>
    [StringLength(200)] public string Url { get; init; } = "";

    /// <summary>What a reader must send as <c>Authorization: Bearer …</c>; empty asks for nothing.</summary>
    [StringLength(200)] public string Token { get; init; } = "";

    /// <summary>An OTLP receiver that is sent the same numbers each minute, over gRPC; empty for none.</summary>
    [StringLength(500)] public string OtlpEndpoint { get; init; } = "";


    /// <summary>Where this node's metrics are, once it listens; <see langword="null"/> before.</summary>
    internal Uri? AddressIn(IEnumerable<string> listening)
    {
        var address = listening.FirstOrDefault() is { } first ? Url.Length > 0 ? Url : first : null;
        return address is null ? null : new Uri(new Uri(address.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal)), "/metrics");
    }

    /// <summary>What is wrong, beside the annotations.</summary>
    internal IEnumerable<string> Errors() =>
        from each in new[] { (Name: "Url", Value: Url), (Name: "OtlpEndpoint", Value: OtlpEndpoint) }
        where each.Value.Length > 0 && !IsAddress(each.Value)
        select $"Metrics:{each.Name} is not an address.";

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
