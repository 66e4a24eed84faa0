using System.Globalization;

namespace Guidon.Integrations.Common;

/// <summary>Times as JSON and headers carry them.</summary>
internal static class EventTime
{
    /// <summary>UTC with six decimals, as Python and Django print it.</summary>
    internal static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>UTC with milliseconds, as the JavaScript clients of most receivers print it.</summary>
    internal static string Milliseconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
