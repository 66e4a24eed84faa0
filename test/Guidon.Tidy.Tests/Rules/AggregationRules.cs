using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>Decision 15: sums are divided, ratios and quantiles are never averaged. That hid a total failure for nine days.</summary>
internal static partial class AggregationRules
{
    private static readonly string[] s_watched = ["docs/operations/", "src/Guidon.Monitoring/", "src/Guidon.Server/Monitoring/", "test/Guidon.Monitoring.Tests/Operations/"];

    internal static IEnumerable<string> Averages(SourceTree tree) =>
        from file in tree.Files
        where Array.Exists(s_watched, folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
        from match in (file.IsCode ? Average : AverageOrBareDivision).Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1} has {match.Value.Trim()}: add up, then divide; merge sketches or buckets";

    [GeneratedRegex("""\bavg(_over_time)?\b|\bquantile=|\.Average\(""")]
    private static partial Regex Average { get; }

    [GeneratedRegex("""\bavg(_over_time)?\b|\bquantile=|(?<=expr.*)\s/\s(?!\(*sum\b).{0,40}""")]
    private static partial Regex AverageOrBareDivision { get; }
}
