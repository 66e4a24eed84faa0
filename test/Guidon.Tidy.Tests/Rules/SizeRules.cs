using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>Sizes are a ratchet: what is small may not quietly grow past the line.</summary>
internal static class SizeRules
{
    internal const int FileLinesMax = 400;
    internal const int MethodLinesMax = 70;

    internal static IEnumerable<string> LongFiles(SourceTree tree) =>
        from file in tree.Files
        where file.IsCode && file.LineCount > FileLinesMax
        select $"{file.Path} has {file.LineCount} lines; at most {FileLinesMax}";

    internal static IEnumerable<string> LongMethods(SourceTree tree) =>
        from file in tree.Files
        where file.IsCode
        from method in Methods(file)
        let lines = Lines(method)
        where lines > MethodLinesMax
        select $"{file.At(method)} has {lines} lines; at most {MethodLinesMax}";

    /// <summary>Median, 90th percentile and maximum of files and methods, for one part of the tree.</summary>
    internal static string Report(SourceTree tree, string part)
    {
        var files = tree.Code.Where(file => file.Path.StartsWith(part + "/", StringComparison.Ordinal)).ToList();
        var methods = files.SelectMany(Methods).Select(Lines).Order().ToList();
        return $"{part}: {files.Count} files, lines {Spread([.. files.Select(file => file.LineCount).Order()])}; {methods.Count} methods, lines {Spread(methods)}";
    }

    private static IEnumerable<SyntaxNode> Methods(SourceFile file) =>
        file.Syntax.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax);

    // A node's span starts after its comments, so documentation does not count against a method.
    private static int Lines(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Spread(List<int> sorted) =>
        sorted.Count == 0 ? "none" : $"median {sorted[sorted.Count / 2]}, p90 {sorted[sorted.Count * 9 / 10]}, max {sorted[^1]}";
}
