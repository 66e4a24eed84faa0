using System.Globalization;

namespace Guidon.Delivery;

/// <summary>Reads the Retry-After header: whole seconds or an HTTP date; anything else counts as absent.</summary>
public static class RetryAfter
{
    private static readonly string[] s_httpDates =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>How long the receiver wants us to stay away.</summary>
    /// <param name="header">The header's text; <see langword="null"/> when there is none.</param>
    /// <param name="now">UTC; what a date is measured from.</param>
    /// <param name="longest">A longer wish is cut to this, and the receiver is asked again then.</param>
    /// <returns><see langword="null"/> for no header, garbage, negative numbers and dates that have passed.</returns>
    public static TimeSpan? Read(string? header, DateTimeOffset now, TimeSpan longest)
    {
        var text = header?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        if (text.All(char.IsAsciiDigit))
            return Cut(int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : longest);
        var isDate = DateTimeOffset.TryParseExact(
            text, s_httpDates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var date);
        return isDate && date > now ? Cut(date - now) : null;

        TimeSpan Cut(TimeSpan wish) => wish < longest ? wish : longest;
    }
}
