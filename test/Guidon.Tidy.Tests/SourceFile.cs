using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Guidon.Tidy.Tests;

/// <param name="path">From the root of the tree, with forward slashes.</param>
internal sealed class SourceFile(string path, Func<string> read)
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.Parse);
    private readonly Lazy<string> _text = new(read);
    private SyntaxNode? _syntax;

    internal string Path => path;

    internal string Text => _text.Value;

    internal string Name => path[(path.LastIndexOf('/') + 1)..];

    internal bool IsCode => path.EndsWith(".cs", StringComparison.Ordinal);

    internal bool IsProduct => path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>The project's folder: <c>Guidon.Flags</c> of <c>src/Guidon.Flags/Any/File.cs</c>; empty for files that lie higher.</summary>
    internal string Room => path.Split('/') is [_, var room, _, ..] ? room : "";

    internal int LineCount => Text.Length == 0 ? 0 : Text.TrimEnd('\n').Count(letter => letter == '\n') + 1;

    internal SyntaxNode Syntax => _syntax ??= CSharpSyntaxTree.ParseText(Text, s_options).GetRoot();

    /// <summary><c>path:line</c> of a node of this file.</summary>
    internal string At(SyntaxNode node) => At(node.GetLocation());

    internal string At(Location location) => $"{Path}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}
