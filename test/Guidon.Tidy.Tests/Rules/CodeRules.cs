using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>What makes tests lie or flicker, and errors vanish.</summary>
internal static class CodeRules
{
    private static readonly string[] s_clocks = ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"];

    /// <summary>Tests wait for what happens, not for a time; products wait by a TimeProvider, which a test can move.</summary>
    internal static IEnumerable<string> Sleeps(SourceTree tree) =>
        from call in All<InvocationExpressionSyntax>(tree)
        let name = call.Node.Expression.ToString()
        where name.EndsWith("Thread.Sleep", StringComparison.Ordinal) || (name.EndsWith("Task.Delay", StringComparison.Ordinal) && WaitsForAFixedTime(call.Node))
        select $"{call.Where} {call.Node}";

    internal static IEnumerable<string> SkippedTests(SourceTree tree) =>
        from argument in All<AttributeArgumentSyntax>(tree)
        where argument.Node.NameEquals?.Name.Identifier.Text == "Skip"
        select $"{argument.Where} {argument.Node}";

    internal static IEnumerable<string> AssertionsOfNothing(SourceTree tree) =>
        from call in All<InvocationExpressionSyntax>(tree)
        where call.Node.Expression.ToString() is "Assert.True" or "Assert.False"
        where call.Node.ArgumentList.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax
        select $"{call.Where} {call.Node}";

    /// <summary>An expected exception may end in a comment that says why that is all; an unnamed one may not.</summary>
    internal static IEnumerable<string> EmptyCatches(SourceTree tree) =>
        from clause in All<CatchClauseSyntax>(tree)
        where clause.Node.Block.Statements.Count == 0
        let named = clause.Node.Declaration is { } declaration && declaration.Type.ToString() is not ("Exception" or "System.Exception")
        let explained = clause.Node.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        where !named || !explained
        select $"{clause.Where} catches and says nothing";

    internal static IEnumerable<string> WallClocks(SourceTree tree) =>
        from access in All<MemberAccessExpressionSyntax>(tree)
        where s_clocks.Contains(access.Node.ToString())
        select $"{access.Where} {access.Node}";

    internal static IEnumerable<string> AsyncVoid(SourceTree tree) =>
        from method in All<MethodDeclarationSyntax>(tree)
        where method.Node.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.Node.ReturnType.ToString() == "void"
        select $"{method.Where} {method.Node.Identifier.Text} is async void";

    internal static IEnumerable<string> SilencedNulls(SourceTree tree) =>
        from node in All<PostfixUnaryExpressionSyntax>(tree)
        where node.File.IsProduct && node.Node.IsKind(SyntaxKind.SuppressNullableWarningExpression)
        select $"{node.Where} {node.Node}";

    internal static IEnumerable<string> MisplacedTokens(SourceTree tree) =>
        from parameters in All<ParameterListSyntax>(tree)
        where parameters.File.IsProduct
        from parameter in parameters.Node.Parameters
        where parameter.Type?.ToString() == "CancellationToken"
        // Where there are two kinds of stopping, both tokens stand last.
        where parameter.Default is not null || parameters.Node.Parameters.SkipWhile(each => each != parameter).Any(each => each.Type?.ToString() != "CancellationToken")
        select $"{parameters.Where} the token is the last parameter and has no default";

    private static bool WaitsForAFixedTime(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        // With a TimeProvider there are at least two arguments beside the token, and a test can move that clock.
        if (arguments.Any(argument => argument.Expression.ToString().Contains("time", StringComparison.OrdinalIgnoreCase) && argument != arguments[0])) return false;
        return arguments[0].Expression is LiteralExpressionSyntax
            || (arguments[0].Expression is InvocationExpressionSyntax span && span.Expression.ToString().StartsWith("TimeSpan.From", StringComparison.Ordinal));
    }

    private static IEnumerable<(SourceFile File, T Node, string Where)> All<T>(SourceTree tree) where T : SyntaxNode =>
        tree.Code.SelectMany(file => file.Syntax.DescendantNodes().OfType<T>(), (file, node) => (file, node, file.At(node)));
}
