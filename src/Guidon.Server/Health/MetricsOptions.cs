using System.ComponentModel.DataAnnotations;

namespace Guidon.Server.Health;

/// <summary>The section <c>Metrics</c>: who may read <c>/metrics</c>, and where else the same numbers go.</summary>
internal sealed record MetricsOptions
{
    private const string Grpc = "grpc";
    private const string Http = "http";

    /// <summary>An address of its own, such as <c>http://127.0.0.1:9464</c>; then no other address shows metrics. Empty: every address does.</summary>
    [StringLength(200)] public string Url { get; init; } = "";

    /// <summary>What a reader must send as <c>Authorization: Bearer …</c>; empty asks for nothing.</summary>
    [StringLength(200)] public string Token { get; init; } = "";

    /// <summary>An OTLP receiver that is sent the same numbers; empty for none.</summary>
    [StringLength(500)] public string OtlpEndpoint { get; init; } = "";

    /// <summary><c>grpc</c> (default), or <c>http</c> for protobuf over HTTP, to <c>/v1/metrics</c> unless the address names a path.</summary>
    [StringLength(10)] public string OtlpProtocol { get; init; } = Grpc;

    /// <summary>Seconds between two pushes. Default 60.</summary>
    [Range(1, 3_600)] public int OtlpSeconds { get; init; } = 60;

    /// <summary>
    /// Series that one metric may have between two starts; what goes beyond is added up in one with the label <c>otel_metric_overflow</c>. Default 2000. Raise
    /// it above the number of destinations; room for all is taken beforehand.
    /// </summary>
    [Range(100, 100_000)] public int SeriesMax { get; init; } = 2_000;

    /// <summary>Whether requests are also counted under the names that Flagsmith's own dashboards read, and under OpenTelemetry's. Default not: it costs a little per request.</summary>
    public bool RequestNames { get; init; }

    /// <summary>Where this node's metrics are, once it listens; <see langword="null"/> before.</summary>
    internal Uri? AddressIn(IEnumerable<string> listening)
    {
        var address = listening.FirstOrDefault() is { } first ? Url.Length > 0 ? Url : first : null;
        return address is null ? null : new Uri(new Uri(address.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal)), "/metrics");
    }

    /// <summary>Whether OTLP goes over HTTP.</summary>
    internal bool IsOtlpHttp => OtlpProtocol == Http;

    /// <summary>What is wrong, beside the annotations.</summary>
    internal IEnumerable<string> Errors() => AddressErrors().Concat(OtlpProtocol is Grpc or Http ? [] : ["Metrics:OtlpProtocol is grpc or http."]);

    private IEnumerable<string> AddressErrors() =>
        from each in new[] { (Name: "Url", Value: Url), (Name: "OtlpEndpoint", Value: OtlpEndpoint) }
        where each.Value.Length > 0 && !IsAddress(each.Value)
        select $"Metrics:{each.Name} is not an address.";

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
