using System.Text.RegularExpressions;

namespace Guidon.Server.Management.Applications;

/// <summary>Where people are sent back to with a code: compared as text, since two readers of an address may see two hosts in it.</summary>
internal static partial class RedirectUri
{
    internal const int CharsMax = 2_000;

    // RFC 8252, section 7.3: a program listens on whatever port is free. Only for addresses, which cannot be anybody else's; "localhost" is a name.
    private static readonly string[] s_loopback = ["http://127.0.0.1", "http://[::1]"];

    /// <summary>Whether an application may register it: https, this computer, or a scheme of its own; nothing that could be read in two ways.</summary>
    internal static bool IsAllowed(string uri) =>
        uri.Length is > 0 and <= CharsMax && uri.All(letter => letter is > ' ' and <= '~' and not ('\\' or '*' or '#' or '"' or '<' or '>' or '`' or '^' or '{' or '|' or '}'))
        && (PrivateScheme().IsMatch(uri) || IsWebAddress(uri));

    // RFC 8252, section 7.1: a domain of the application's author the other way round, so there is a dot, which no scheme that browsers know has; then one slash,
    // since there is no host. Small letters alone: systems look schemes up whatever their case, and we compare texts.
    [GeneratedRegex("^[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+:/(?!/)", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateScheme();

    private static bool IsWebAddress(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.UserInfo.Length == 0 && !Authority(uri).Contains('@', StringComparison.Ordinal) && parsed.Host.Length > 0
        && (parsed.Scheme == Uri.UriSchemeHttps || (parsed.Scheme == Uri.UriSchemeHttp && parsed.Host is "127.0.0.1" or "[::1]" or "localhost"));

    /// <summary>Whether it is one of those that are registered, apart from the port of this computer.</summary>
    internal static bool IsOneOf(string registered, string asked) => registered.Split(' ').Any(each => each == asked || (WithoutPort(each) is { } place && place == WithoutPort(asked)));

    /// <summary>The address with what the application is told there.</summary>
    internal static string With(string uri, params IEnumerable<(string Name, string? Value)> parameters) =>
        uri + (uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')
        + string.Join('&', parameters.Where(each => each.Value is not null).Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value ?? "")}"));

    private static string Authority(string uri) => uri.Split('/', 4).ElementAtOrDefault(2) ?? "";

    private static string? WithoutPort(string uri)
    {
        if (Array.Find(s_loopback, each => uri.StartsWith(each, StringComparison.Ordinal)) is not { } place) return null;
        var rest = uri.AsSpan(place.Length);
        if (rest is [':', ..]) rest = rest[1..].TrimStart("0123456789");
        // What follows must not go on with the name of the host.
        return rest is [] or ['/', ..] or ['?', ..] ? string.Concat(place, rest) : null;
    }
}
