using Microsoft.Extensions.Primitives;

namespace Guidon.Server.Edge.Caching;

/// <summary>Reads the conditional headers. Without one of them nothing is ever "not modified": two SDKs demand exactly 200.</summary>
internal static class Conditions
{
    /// <summary>Whether <c>If-None-Match</c> names this form, or any form at all by <c>*</c>. Compared weakly, as RFC 9110 says.</summary>
    /// <param name="wanted">The header, absent, once or several times.</param>
    /// <param name="tag">The current entity tag, strong, with its quotes.</param>
    internal static bool Names(StringValues wanted, string tag)
    {
        foreach (var line in wanted)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan()[range].Trim();
                if (item is "*") return true;
                if (item.StartsWith("W/", StringComparison.Ordinal)) item = item[2..];
                if (item.SequenceEqual(tag)) return true;
            }
        }

        return false;
    }
}
