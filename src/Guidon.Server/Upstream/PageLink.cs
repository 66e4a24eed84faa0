using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Guidon.Server.Upstream;

/// <summary>Reads <c>Link: &lt;…&gt;; rel="next"</c>.</summary>
internal static partial class PageLink
{
    /// <returns>The next page's address; <see langword="null"/> on the last page.</returns>
    internal static Uri? Next(HttpResponseHeaders headers, Uri page)
    {
        if (!headers.TryGetValues("Link", out var values)) return null;
        var found = NextLink.Match(string.Join(", ", values));
        return found.Success && Uri.TryCreate(page, found.Groups[1].Value, out var next) ? next : null;
    }

    // The first target before a comma that would begin another link; parameters may stand in any order.
    [GeneratedRegex("""<([^>]*)>[^,<]*;\s*rel\s*=\s*"?next\b""", RegexOptions.IgnoreCase)]
    private static partial Regex NextLink { get; }
}
