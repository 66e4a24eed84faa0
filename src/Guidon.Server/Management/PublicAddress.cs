namespace Guidon.Server.Management;

/// <summary>
/// Where people reach this server (<c>Access:PublicUrl</c>). Behind a proxy that ends TLS a request does not say it, and a request may also lie:
/// what leaves by mail uses the setting alone.
/// </summary>
internal sealed class PublicAddress(string url)
{
    private readonly Uri? _url = url.Length == 0 ? null : new Uri(url, UriKind.Absolute);

    internal bool IsKnown => _url is not null;

    /// <summary>The name of the machine, with the port where it is not the usual one; empty when it is not known.</summary>
    internal string Host => _url?.Authority ?? "";

    /// <summary>Why the setting cannot be used; <see langword="null"/> when it can.</summary>
    internal static string? Error(string url) =>
        url.Length == 0 || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.PathAndQuery == "/" && uri.Fragment.Length == 0)
            ? null
            : "Access:PublicUrl is not an address like https://flags.example.org, without a path.";

    /// <summary>Makes the request look as the person's browser sent it, where the setting knows better.</summary>
    internal void ApplyTo(HttpRequest request)
    {
        if (_url is null) return;
        (request.Scheme, request.Host) = (_url.Scheme, HostString.FromUriComponent(_url));
    }

    /// <summary>This server's address without a final slash: of the setting, otherwise of the request.</summary>
    internal string Of(HttpRequest request) => _url?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";

    /// <summary>The whole address of a page.</summary>
    /// <param name="path">Begins with a slash, and is escaped.</param>
    /// <exception cref="InvalidOperationException">The setting is missing; ask <see cref="IsKnown"/> first.</exception>
    internal string Of(string path) => _url is null ? throw new InvalidOperationException("Access:PublicUrl is not set.") : _url.GetLeftPart(UriPartial.Authority) + path;
}
