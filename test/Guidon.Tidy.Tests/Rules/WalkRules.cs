using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>ARCHITECTURE.md leads a newcomer from file to file. A walk that names a lost file, or grows, is a fault.</summary>
internal static partial class WalkRules
{
    internal const int LinesMax = 200;
    private const string Map = "ARCHITECTURE.md";
    // An evaluation is the path that every request takes, so its walk is kept the shortest.
    private static readonly Dictionary<int, (int FilesMax, int RoomsMax)> s_limits = new() { [1] = (7, 4), [2] = (8, 4), [3] = (8, 4) };

    internal static IEnumerable<string> TooLong(SourceTree tree) =>
        tree.Find(Map) is not { } map ? [$"{Map} is missing"] : map.LineCount > LinesMax ? [$"{Map} has {map.LineCount} lines; at most {LinesMax}"] : [];

    internal static IEnumerable<string> LostFiles(SourceTree tree) =>
        CardRules.NamedFiles(tree.Find(Map)?.Text ?? "").Where(path => !tree.Holds(path)).Select(path => $"{Map} names {path}, which is not there");

    internal static IEnumerable<string> MissingWalks(SourceTree tree) =>
        s_limits.Keys.Except(Walks(tree).Where(walk => walk.Files.Count > 0).Select(walk => walk.Number)).Select(number => $"{Map} has no walk {number} that names files");

    internal static IEnumerable<string> LongWalks(SourceTree tree)
    {
        foreach (var (number, files) in Walks(tree))
        {
            var (filesMax, roomsMax) = s_limits[number];
            var rooms = files.Select(path => path.Split('/')[1]).Distinct().Count();
            if (files.Count > filesMax) yield return $"walk {number} has {files.Count} files; at most {filesMax}";
            if (rooms > roomsMax) yield return $"walk {number} crosses {rooms} rooms; at most {roomsMax}";
        }
    }

    private static IEnumerable<(int Number, List<string> Files)> Walks(SourceTree tree) =>
        from match in Walk.Matches(tree.Find(Map)?.Text ?? "")
        let files = CardRules.NamedFiles(match.Groups["text"].Value).Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Distinct()
        select (int.Parse(match.Groups["number"].Value), files.ToList());

    [GeneratedRegex(@"^## Walk (?<number>[1-3])\b(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Walk { get; }
}
