using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>What is written beside the code keeps its form, and stays true to the code.</summary>
internal static partial class PaperRules
{
    internal const int DecisionLinesMax = 60;
    private static readonly string[] s_sections = ["Status", "Context", "Options", "Decision", "What would change our mind"];

    internal static IEnumerable<string> Fragments(SourceTree tree) =>
        from file in tree.Files
        where file.Path.StartsWith("changes/", StringComparison.Ordinal)
        where !FragmentName.IsMatch(file.Path) || file.Text.Trim().Length == 0
        select $"{file.Path} is not changes/<slug>.<added|changed|fixed|security|breaking>.md with text for an operator";

    internal static IEnumerable<string> DecisionNames(SourceTree tree)
    {
        var misnamed = Decisions(tree).Where(file => !DecisionName.IsMatch(file.Name)).Select(file => $"{file.Path} is not called NNNN-what-was-decided.md");
        var twice = Decisions(tree).GroupBy(file => file.Name[..4]).Where(same => same.Count() > 1).Select(same => $"the number {same.Key} is given {same.Count()} times");
        return misnamed.Concat(twice);
    }

    internal static IEnumerable<string> DecisionSections(SourceTree tree) =>
        from file in Decisions(tree)
        from section in s_sections
        where !Regex.IsMatch(file.Text, $@"^## {section}\s*\n+(?!##)\S", RegexOptions.Multiline)
        select $"{file.Path} says nothing under '## {section}'";

    internal static IEnumerable<string> LongDecisions(SourceTree tree) =>
        Decisions(tree).Where(file => file.LineCount > DecisionLinesMax).Select(file => $"{file.Path} has {file.LineCount} lines; one page is {DecisionLinesMax}");

    /// <summary>A mention may leave the name out after the number: <c>docs/decisions/0004</c>.</summary>
    internal static IEnumerable<string> LostDecisions(SourceTree tree) =>
        from file in tree.Files
        where file.Room != "Guidon.Tidy.Tests"
        from match in DecisionMention.Matches(file.Text)
        where !Decisions(tree).Any(decision => decision.Path.StartsWith(match.Value, StringComparison.Ordinal))
        select $"{file.Path} refers to {match.Value}, which is not there";

    /// <summary>A package costs every operator something, so each has a line that says what for.</summary>
    internal static IEnumerable<string> UnexplainedPackages(SourceTree tree)
    {
        var reasons = string.Concat(Decisions(tree).Where(file => file.Name.EndsWith("-packages.md", StringComparison.Ordinal)).Select(file => file.Text));
        var versions = tree.Find("Directory.Packages.props") is { } file ? XDocument.Parse(file.Text).Descendants("PackageVersion") : [];
        return versions.Select(version => version.Attribute("Include")?.Value ?? "").Where(name => !reasons.Contains($"`{name}`", StringComparison.Ordinal))
            .Select(name => $"{name} has no line in docs/decisions/NNNN-packages.md");
    }

    internal static IEnumerable<string> ScatteredVersions(SourceTree tree) =>
        from file in tree.Files
        where file.Name.EndsWith(".csproj", StringComparison.Ordinal)
        where XDocument.Parse(file.Text).Descendants("PackageReference").Any(item => item.Attribute("Version") is not null)
        select $"{file.Path} gives a version; versions stand in Directory.Packages.props";

    internal static IEnumerable<string> WordsSaidTwice(SourceTree tree) =>
        Words(tree).GroupBy(word => word).Where(same => same.Count() > 1).Select(same => $"docs/words.md explains '{same.Key}' {same.Count()} times");

    /// <summary>A word is used when a product says it, in whatever spelling: "flag set", FlagSet, flag_set.</summary>
    internal static IEnumerable<string> UnusedWords(SourceTree tree)
    {
        var said = Squeezed(string.Concat(tree.Files.Where(file => file.IsProduct).Select(file => file.Text)));
        return Words(tree).Where(word => !said.Contains(Squeezed(word), StringComparison.Ordinal)).Select(word => $"docs/words.md explains '{word}', which no product says");
    }

    private static IEnumerable<SourceFile> Decisions(SourceTree tree) => tree.Files.Where(file => file.Path.StartsWith("docs/decisions/", StringComparison.Ordinal));

    // The first cell of each row; a cell may hold several words with one explanation.
    private static IEnumerable<string> Words(SourceTree tree) =>
        WordRow.Matches(tree.Find("docs/words.md")?.Text ?? "").SelectMany(row => row.Groups["words"].Value.Split(',')).Select(word => word.Trim())
            .Where(word => word is not "word" && !word.StartsWith("---", StringComparison.Ordinal));

    private static string Squeezed(string text) => Separators.Replace(text, "").ToLowerInvariant();

    [GeneratedRegex(@"^changes/[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed|security|breaking)\.md$")] private static partial Regex FragmentName { get; }

    [GeneratedRegex(@"^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$")] private static partial Regex DecisionName { get; }

    [GeneratedRegex(@"docs/decisions/\d{4}(-[a-z0-9\-]+\.md)?")] private static partial Regex DecisionMention { get; }

    [GeneratedRegex(@"^\|(?<words>[^|]+)\|", RegexOptions.Multiline)] private static partial Regex WordRow { get; }

    [GeneratedRegex(@"[\s\-_/]+")] private static partial Regex Separators { get; }
}
