using System.Globalization;

namespace Guidon.Server.Management.CodeReferences;

/// <summary>Addresses of lines of code, as the two kinds of hosts write them.</summary>
internal static class Permalink
{
    internal const string GitHub = "github";

    private const string GitLab = "gitlab";

    internal static string[] Providers { get; } = [GitHub, GitLab];

    internal static string Of(string provider, string repositoryUrl, string revision, string path, int line)
    {
        var file = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.EscapeDataString));
        return string.Create(CultureInfo.InvariantCulture, $"{repositoryUrl}/{(provider == GitLab ? "-/" : "")}blob/{Uri.EscapeDataString(revision)}/{file}#L{line}");
    }
}
