using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>A checkout works anywhere: it names no machine's folders and no package registry's address.</summary>
internal static partial class MachineRules
{
    internal static IEnumerable<string> Addresses(SourceTree tree) => Matches(tree, Registry);

    internal static IEnumerable<string> Folders(SourceTree tree) => Matches(tree, AbsolutePath);

    internal static IEnumerable<string> PackageSettings(SourceTree tree) =>
        tree.Files.Where(file => file.Name.ToLowerInvariant() is "nuget.config" or ".npmrc" or ".yarnrc").Select(file => $"{file.Path} sets where packages come from");

    // The samples of this project's own tests must name what is forbidden.
    private static IEnumerable<string> Matches(SourceTree tree, Regex pattern) =>
        from file in tree.Files
        where file.Room != "Guidon.Tidy.Tests"
        from match in pattern.Matches(file.Text)
        select $"{file.Path}:{file.Text.AsSpan(0, match.Index).Count('\n') + 1} names {match.Value}";

    [GeneratedRegex("""registry\.npmjs|registry\.yarnpkg|api\.nuget\.org|nuget\.org/v[23]|"resolved":\s*"http|https?://[^\s"']+\.tgz""", RegexOptions.IgnoreCase)]
    private static partial Regex Registry { get; }

    [GeneratedRegex("""(?<![\w.\-/}*])/(work|root|home|Users)/[\w.\-]+|\b[A-Z]:\\[A-Za-z]""")]
    private static partial Regex AbsolutePath { get; }
}
