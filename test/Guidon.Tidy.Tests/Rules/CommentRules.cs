using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>The compiler demands documentation of public members (CS1591); here it must also say something.</summary>
internal static partial class CommentRules
{
    internal static IEnumerable<string> EmptyDocumentation(SourceTree tree) =>
        from found in Documentation(tree)
        let elements = found.Comment.Content.Where(part => part is XmlElementSyntax or XmlEmptyElementSyntax)
        where !elements.Any() || elements.OfType<XmlElementSyntax>().Any(element => Words(element).Length == 0)
        select $"{found.File.At(found.Comment.GetLocation())} documents nothing";

    internal static IEnumerable<string> Noise(SourceTree tree) =>
        from found in Documentation(tree)
        from element in found.Comment.Content.OfType<XmlElementSyntax>()
        where Empty.IsMatch(Words(element))
        select $"{found.File.At(element)} '{Words(element)}' repeats the signature";

    /// <summary>A reason is a sentence after a colon: <c>TODO: drop this when …</c> with at least four words.</summary>
    internal static IEnumerable<string> PromisesWithoutReason(SourceTree tree) =>
        from file in tree.Files
        where file.IsCode
        from comment in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
        where comment.IsKind(SyntaxKind.SingleLineCommentTrivia) || comment.IsKind(SyntaxKind.MultiLineCommentTrivia)
        where Promise.IsMatch(comment.ToString()) && !Reason.IsMatch(comment.ToString())
        select $"{file.At(comment.GetLocation())} {comment}";

    internal static IEnumerable<string> SilentSuppressions(SourceTree tree)
    {
        var pragmas =
            from file in tree.Files
            where file.IsCode
            from pragma in file.Syntax.DescendantNodes(descendIntoTrivia: true).OfType<PragmaWarningDirectiveTriviaSyntax>()
            where pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword) && !pragma.ToFullString().Contains("//", StringComparison.Ordinal)
            select $"{file.At(pragma)} suppresses without a reason on the same line";
        var attributes =
            from file in tree.Code
            from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
            where attribute.Name.ToString() is "SuppressMessage" or "UnconditionalSuppressMessage"
            where !attribute.ToString().Contains("Justification", StringComparison.Ordinal)
            select $"{file.At(attribute)} suppresses without a justification";
        var projects = tree.Files.Where(file => file.Name.EndsWith(".csproj", StringComparison.Ordinal) && file.Text.Contains("<NoWarn", StringComparison.Ordinal))
            .Select(file => $"{file.Path} switches warnings off for a whole project");
        return pragmas.Concat(attributes).Concat(projects);
    }

    private static IEnumerable<(SourceFile File, DocumentationCommentTriviaSyntax Comment)> Documentation(SourceTree tree) =>
        tree.ProductCode.SelectMany(file => file.Syntax.DescendantNodes(descendIntoTrivia: true).OfType<DocumentationCommentTriviaSyntax>(), (file, comment) => (file, comment));

    // A reference (<see cref="…"/>) counts as words, so the text is taken with its marks.
    private static string Words(XmlElementSyntax element) => element.Content.ToString().Replace("///", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"^((Gets or sets|Initializes a new instance)\b|(Gets|Sets) the [^.]*\.?$)", RegexOptions.IgnoreCase)]
    private static partial Regex Empty { get; }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b")]
    private static partial Regex Promise { get; }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b[^:]*:(\s+\S+){4,}")]
    private static partial Regex Reason { get; }
}
