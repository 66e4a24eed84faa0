using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>
/// A vendor is known in one room only. Everywhere else an integration is a name out of the catalog, so that a new one
/// touches one source file. "segment" and "heap" are common words (an audience, memory) and count only as a vendor's full name.
/// </summary>
internal static partial class VendorRules
{
    internal static IEnumerable<string> NamedOutside(SourceTree tree) =>
        from file in tree.Files
        where file.IsProduct && file.Room != "Guidon.Integrations" && !file.Name.EndsWith(".json", StringComparison.Ordinal)
        from match in Vendor.Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1} names {match.Value}";

    [GeneratedRegex("""amplitude|mixpanel|heap ?analytics|"heap"|/heap/|segment\.io|segment\.com|segment-?io|rudderstack|posthog|datadog|dynatrace|new ?relic|sentry|grafana|slack""", RegexOptions.IgnoreCase)]
    private static partial Regex Vendor { get; }
}
