using System.Security.Cryptography;
using System.Text;

namespace Guidon.Server.Health;

/// <summary>Lets in who may read <c>/metrics</c>: at its own address only, where it has one, and with the token, where there is one.</summary>
internal sealed class MetricsFilter(MetricsOptions options)
{
    internal const string Path = "/metrics";
    private const string Scheme = "Bearer ";

    private readonly int? _port = options.Url.Length == 0 ? null : options.AddressIn([options.Url])?.Port;
    private readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    /// <summary>404 elsewhere, so that a public address does not tell that there are metrics; 401 without the token.</summary>
    internal Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var isMetrics = http.Request.Path.StartsWithSegments(Path);   // as the exporter is mapped: whatever is below shows metrics too
        if (_port is { } port && http.Connection.LocalPort == port != isMetrics) return Answers.NotFoundAsync(http);
        if (!isMetrics || options.Token.Length == 0 || IsTold(http.Request.Headers.Authorization)) return next(http);
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Answers.DetailAsync(http, StatusCodes.Status401Unauthorized, Contracts.ErrorCodes.NotAuthenticated, "A token is required for metrics.");
    }

    private bool IsTold(string? header) =>
        header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())), _token);
}
