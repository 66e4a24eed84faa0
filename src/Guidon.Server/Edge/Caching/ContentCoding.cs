using Microsoft.Extensions.Primitives;

namespace Guidon.Server.Edge.Caching;

// Hot path: called for every answer; allocates nothing.

/// <summary>Reads <c>Accept-Encoding</c>: what the caller likes best of what this server offers.</summary>
internal static class ContentCoding
{
    private const int Full = 1_000;

    /// <summary>Weights in thousandths, as RFC 9110 allows three decimals. 0 means "do not send it".</summary>
    /// <param name="accepted">The header, absent, once or several times.</param>
    internal static (int Gzip, int Brotli) Weights(StringValues accepted)
    {
        if (accepted.Count == 0) return (0, 0);
        int? gzip = null, brotli = null, any = null;
        foreach (var line in accepted)
        {
            foreach (var range in line.AsSpan().Split(',')) Read(line.AsSpan()[range], ref gzip, ref brotli, ref any);
        }

        return (gzip ?? any ?? 0, brotli ?? any ?? 0);
    }

    private static void Read(ReadOnlySpan<char> item, ref int? gzip, ref int? brotli, ref int? any)
    {
        var end = item.IndexOf(';');
        var name = (end < 0 ? item : item[..end]).Trim();
        if (Is(name, "gzip") || Is(name, "x-gzip")) gzip = Weight(item, end);
        else if (Is(name, "br")) brotli = Weight(item, end);
        else if (name is "*") any = Weight(item, end);
    }

    private static bool Is(ReadOnlySpan<char> name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);

    private static int Weight(ReadOnlySpan<char> item, int parametersAt)
    {
        if (parametersAt < 0) return Full;
        var parameter = item[(parametersAt + 1)..].Trim();
        if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) return Full;
        // What cannot be read is a wish that cannot be granted: the plain form always can.
        return decimal.TryParse(
            parameter[2..], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var weight)
            ? (int)(Math.Min(weight, 1) * Full)
            : 0;
    }
}
