using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Guidon.Tidy.Tests.Rules;

/// <summary>An operator searches logs by event id: each is used once, and its hundred says which room spoke.</summary>
internal static class LogRules
{
    private static readonly Dictionary<string, (int First, int Last)> s_blocks = new()
    {
        ["Guidon.Evaluation"] = (1000, 1099),
        ["Guidon.Flags"] = (1100, 1199),
        ["Guidon.Events"] = (1200, 1299),
        ["Guidon.Delivery"] = (1300, 1399),
        ["Guidon.Integrations"] = (1400, 1499),
        ["Guidon.Storage"] = (1500, 1599),
        ["Guidon.Storage.Sqlite"] = (1600, 1699),
        ["Guidon.Storage.Postgres"] = (1700, 1799),
        ["Guidon.Server"] = (2000, 2999),
        ["Guidon.Cli"] = (3000, 3099),
        ["Guidon.Dashboard"] = (3100, 3199),
    };

    internal static IEnumerable<string> OutsideTheBlock(SourceTree tree) =>
        from moment in Moments(tree)
        let block = s_blocks.GetValueOrDefault(moment.File.Room)
        where moment.Id is not { } id || id < block.First || id > block.Last
        select $"{moment.Where} has event id {moment.Id?.ToString() ?? "(no number)"}; {moment.File.Room} has {block.First}-{block.Last}";

    internal static IEnumerable<string> UsedTwice(SourceTree tree) =>
        from moment in Moments(tree)
        where moment.Id is not null
        group moment.Where by moment.Id into same
        where same.Count() > 1
        select $"event id {same.Key} is used at {string.Join(", ", same)}";

    internal static IEnumerable<string> OutsideOfLog(SourceTree tree) =>
        from moment in Moments(tree)
        where moment.Attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.Text != "Log"
        select $"{moment.Where} is not in a nested class Log";

    internal static IEnumerable<string> Prose(SourceTree tree) =>
        from file in tree.ProductCode
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical" }
        select $"{file.At(call)} logs without a [LoggerMessage]";

    private static IEnumerable<(SourceFile File, AttributeSyntax Attribute, int? Id, string Where)> Moments(SourceTree tree) =>
        from file in tree.ProductCode
        from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage"
        select (file, attribute, Id(attribute), file.At(attribute));

    private static int? Id(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        var named = arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == "EventId") ?? arguments.FirstOrDefault(argument => argument.NameEquals is null);
        return int.TryParse(named?.Expression.ToString(), out var id) ? id : null;
    }
}
