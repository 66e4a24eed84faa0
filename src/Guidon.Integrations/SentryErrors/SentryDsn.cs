namespace Guidon.Integrations.SentryErrors;

/// <summary>The address that Sentry shows for a project: where its envelopes go, and the public key that lets them in.</summary>
/// <param name="Endpoint">Takes envelopes.</param>
/// <param name="PublicKey">Of the project.</param>
public sealed record SentryDsn(Uri Endpoint, string PublicKey)
{
    /// <summary>Reads <c>https://KEY@HOST/PATH/PROJECT</c>. Source: "SDK development, overview", parsing the DSN.</summary>
    /// <returns><see langword="null"/> for anything else.</returns>
    public static SentryDsn? Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")) return null;
        var key = uri.UserInfo.Split(':')[0];   // a secret behind the colon is of old clients and is not sent
        var slash = uri.AbsolutePath.LastIndexOf('/');
        var project = uri.AbsolutePath[(slash + 1)..];
        if (key.Length == 0 || !key.All(char.IsAsciiLetterOrDigit) || project.Length == 0 || !project.All(char.IsAsciiDigit)) return null;
        var endpoint = new UriBuilder(uri.Scheme, uri.IdnHost, uri.Port, $"{uri.AbsolutePath[..slash]}/api/{project}/envelope/").Uri;
        return new SentryDsn(endpoint, key);
    }
}
