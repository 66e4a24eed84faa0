using System.Globalization;

namespace Guidon.Integrations;

/// <summary>Times as JSON and headers carry them.</summary>
internal static class EventTime
{
    /// <summary>UTC with six decimals, as Python and Django print it.</summary>
    internal static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
