using System.Text.RegularExpressions;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>Every room has a card at its door that answers the same six questions, in one place and in few lines.</summary>
internal static partial class CardRules
{
    internal const int LinesMax = 20;
    private static readonly string[] s_questions = ["is for", "is not for", "doors", "starts at", "breaks how", "tests live in"];

    internal static IEnumerable<string> Missing(SourceTree tree) =>
        Rooms(tree).Where(room => tree.Find(CardOf(room)) is null).Select(room => $"{CardOf(room)} is missing");

    internal static IEnumerable<string> TooLong(SourceTree tree) =>
        Cards(tree).Where(card => card.LineCount > LinesMax).Select(card => $"{card.Path} has {card.LineCount} lines; at most {LinesMax}");

    internal static IEnumerable<string> Unanswered(SourceTree tree) =>
        from card in Cards(tree)
        from question in s_questions
        where !Regex.IsMatch(card.Text, $@"^[\W_]*{question}\b", RegexOptions.Multiline | RegexOptions.IgnoreCase)
        select $"{card.Path} has no line that begins with '{question}'";

    /// <summary>A file is named from the root of the tree, or from the card's own room.</summary>
    internal static IEnumerable<string> LostFiles(SourceTree tree) =>
        from card in Cards(tree)
        from named in NamedFiles(card.Text)
        where !tree.Holds(named) && !tree.Holds($"src/{card.Room}/{named}")
        select $"{card.Path} names {named}, which is not there";

    /// <summary>What stands in backticks and looks like a file, or like a folder of this tree.</summary>
    internal static IEnumerable<string> NamedFiles(string text) => File.Matches(text).Select(match => match.Groups["path"].Value);

    private static IEnumerable<string> Rooms(SourceTree tree) => tree.Files.Where(file => file.IsProduct).Select(file => file.Room).Where(room => room.Length > 0).Distinct();

    private static IEnumerable<SourceFile> Cards(SourceTree tree) => Rooms(tree).Select(CardOf).Select(tree.Find).OfType<SourceFile>();

    private static string CardOf(string room) => $"src/{room}/README.md";

    [GeneratedRegex(@"`(?<path>(?:[\w.\-/]+\.(?:cs|csproj|md|sql|mjs|json|props|txt|slnx))|(?:(?:src|test|bench|docs|rules|changes)/[\w.\-/]*))`")]
    private static partial Regex File { get; }
}
