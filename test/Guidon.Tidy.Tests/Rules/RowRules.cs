using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>The pages of docs name the test that holds each row of the test plans. A row whose test was renamed or dropped is held by nobody.</summary>
internal static partial class RowRules
{
    internal static IEnumerable<string> LostTests(SourceTree tree)
    {
        var tests = tree.Files.Where(file => file.Path.StartsWith("test/", StringComparison.Ordinal)).ToLookup(file => file.Name);
        return
            from page in tree.Files
            where page.Path.StartsWith("docs/", StringComparison.Ordinal) && page.Name.EndsWith(".md", StringComparison.Ordinal)
            from match in Test.Matches(page.Text)
            let holder = match.Groups["type"].Value + ".cs"
            where !tests[holder].Any(file => file.Text.Contains($" {match.Groups["method"].Value}(", StringComparison.Ordinal))
            select $"{page.Path} names {match.Value}, which is in no {holder}";
    }

    [GeneratedRegex(@"`(?<type>[A-Z]\w+(Tests|Rows|Compliance))\.(?<method>[A-Z]\w+)`")]
    private static partial Regex Test { get; }
}
