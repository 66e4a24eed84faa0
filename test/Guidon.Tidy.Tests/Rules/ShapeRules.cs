using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>A reader finds a type by its name: one type, one file, one folder.</summary>
internal static class ShapeRules
{
    internal static IEnumerable<string> CrowdedFiles(SourceTree tree) =>
        from file in tree.Code
        let types = TopTypes(file).ToList()
        where types.Count > 1
        select $"{file.Path} holds {string.Join(", ", types.Select(TypeName))}";

    /// <summary>A file name may add the part of a partial type (<c>Evaluator.Rules.cs</c>) or the parameters of a generic one (<c>Integration{T}.cs</c>).</summary>
    internal static IEnumerable<string> MisnamedFiles(SourceTree tree) =>
        from file in tree.Code
        from type in TopTypes(file).Take(1)
        where file.Name.Split('.', '{')[0] != TypeName(type)
        select $"{file.Path} holds {TypeName(type)}";

    internal static IEnumerable<string> MisplacedNamespaces(SourceTree tree) =>
        from file in tree.Code
        where TopTypes(file).Any()
        let found = file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "(none)"
        where found != NamespaceOf(file)
        select $"{file.Path} is in namespace {found}; its folder says {NamespaceOf(file)}";

    internal static IEnumerable<string> OpenClasses(SourceTree tree)
    {
        var classes = tree.ProductCode.SelectMany(file => file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>(), (file, type) => (file, type))
            .Where(found => found.type is ClassDeclarationSyntax || found.type.IsKind(SyntaxKind.RecordDeclaration)).ToList();
        // Of a partial class one part says it for all.
        var closed = classes.Where(found => Has(found.type, SyntaxKind.SealedKeyword, SyntaxKind.StaticKeyword, SyntaxKind.AbstractKeyword))
            .Select(found => found.type.Identifier.Text).ToHashSet();
        return classes.Where(found => !closed.Contains(found.type.Identifier.Text)).Select(found => $"{found.file.At(found.type)} {found.type.Identifier.Text} is not sealed");
    }

    internal static IEnumerable<string> PublicFields(SourceTree tree) =>
        from file in tree.ProductCode
        from field in file.Syntax.DescendantNodes().OfType<FieldDeclarationSyntax>()
        where Has(field, SyntaxKind.PublicKeyword) && !Has(field, SyntaxKind.ConstKeyword)
        select $"{file.At(field)} is a public field";

    internal static IEnumerable<MemberDeclarationSyntax> Types(SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>().Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    internal static string TypeName(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static IEnumerable<MemberDeclarationSyntax> TopTypes(SourceFile file) =>
        Types(file).Where(type => type.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax);

    private static string NamespaceOf(SourceFile file)
    {
        var parts = file.Path.Split('/');
        // What only tests start or share lies in folders without the product's name: test/Doubles.
        var root = parts[1].StartsWith("Guidon.", StringComparison.Ordinal) ? parts[1] : $"Guidon.{parts[1]}";
        return string.Join('.', [root, .. parts[2..^1]]);
    }

    private static bool Has(MemberDeclarationSyntax member, params SyntaxKind[] kinds) => member.Modifiers.Any(modifier => kinds.Contains(modifier.Kind()));
}
