using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>Names say what a thing is. The words below say only that something is there.</summary>
internal static partial class NameRules
{
    private static readonly string[] s_nowhere = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Impl"];
    // As a first word they may name a real thing: DataFolder, BaseAddress.
    private static readonly string[] s_notLast = ["Base", "Info", "Data"];

    internal static IEnumerable<string> EmptyTypeNames(SourceTree tree) =>
        from file in tree.Files
        where file.IsCode
        from type in ShapeRules.Types(file)
        let words = Word.Matches(ShapeRules.TypeName(type)).Select(match => match.Value).ToList()
        where words.Intersect(s_nowhere).Any() || s_notLast.Contains(words.LastOrDefault())
        select $"{file.At(type)} {ShapeRules.TypeName(type)}";

    internal static IEnumerable<string> TestsThatAreNoSentences(SourceTree tree) =>
        from file in tree.Code
        from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory")
        where !Sentence.IsMatch(method.Identifier.Text)
        select $"{file.At(method)} {method.Identifier.Text}";

    [GeneratedRegex("[A-Z]+[a-z0-9]*|[a-z0-9]+")] private static partial Regex Word { get; }

    [GeneratedRegex("^[A-Z0-9][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")] private static partial Regex Sentence { get; }
}
