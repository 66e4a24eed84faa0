using System.Globalization;
using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>
/// Migrations only add (docs/decisions/0242-migrations-only-add.md): a node of the build before goes on with the schema of this one. What stood in the tree before
/// the rule was never in a release.
/// </summary>
internal static partial class MigrationRules
{
    private const int LastFree = 17;

    internal static IEnumerable<string> Additive(SourceTree tree) =>
        from file in Files(tree)
        let text = Comment.Replace(file.Text, "")
        from match in TakesAway.Matches(text).Concat(Demands.Matches(text))
        select $"{file.Path} takes away or demands what the build before does not know: {match.Value.Trim()}";

    /// <summary>A step of one engine without its twin would leave the numbers of the two apart.</summary>
    internal static IEnumerable<string> Twins(SourceTree tree) =>
        from file in Files(tree)
        let other = file.Path.Contains(".Sqlite/", StringComparison.Ordinal) ? file.Path.Replace(".Sqlite/", ".Postgres/", StringComparison.Ordinal) : file.Path.Replace(".Postgres/", ".Sqlite/", StringComparison.Ordinal)
        where !tree.Holds(other)
        select $"{file.Path} has no twin {other}";

    private static IEnumerable<SourceFile> Files(SourceTree tree) => tree.Files.Where(file =>
        file.Path.Contains("/Migrations/", StringComparison.Ordinal) && file.Name.EndsWith(".sql", StringComparison.Ordinal)
        && int.Parse(file.Name.AsSpan(0, 4), CultureInfo.InvariantCulture) > LastFree);

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"\bDROP\s+(TABLE|COLUMN)\b[^;]*|\bRENAME\b[^;]*|\bALTER\s+COLUMN\b[^;]*", RegexOptions.IgnoreCase)]
    private static partial Regex TakesAway { get; }

    // A column that must be given and has no default: the build before does not give it.
    [GeneratedRegex(@"\bADD\s+COLUMN\b(?![^;]*\bDEFAULT\b)[^;]*\bNOT\s+NULL\b[^;]*", RegexOptions.IgnoreCase)]
    private static partial Regex Demands { get; }
}
