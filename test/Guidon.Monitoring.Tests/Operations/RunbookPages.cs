using System.Globalization;
using System.Text;
using Guidon.Monitoring.Rules;

namespace Guidon.Monitoring.Tests.Operations;

/// <summary>A page per rule and one that lists them, by path from the root of the tree.</summary>
internal static class RunbookPages
{
    internal static IEnumerable<(string Path, string Text)> Write() => RuleCatalog.All.Select(rule => (rule.Runbook, Page(rule))).Append(("docs/runbooks/README.md", Index()));

    private static string Page(AlertRule rule)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"# {rule.Name}\n\n{rule.Meaning}\n\n| | |\n|---|---|\n| condition | {rule.Code} |\n"));
        text.Append(CultureInfo.InvariantCulture, $"| severity | {rule.Severity.ToString().ToLowerInvariant()} |\n| owner | {(rule.Owner == Owner.Operator ? "whoever runs the node" : "whoever configured the destination")} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| fires after | {(rule.For == TimeSpan.Zero ? "at once" : $"{rule.For.TotalSeconds:0} s")} |\n\n## What to do\n\n");
        for (var step = 0; step < rule.Steps.Count; step++) text.Append(CultureInfo.InvariantCulture, $"{step + 1}. {rule.Steps[step]}\n");
        text.Append("\nSilence it while you work: `POST /api/guidon/v1/alerts/ID/silence` with `{\"minutes\": 60}`; take it on with `POST /api/guidon/v1/alerts/ID/acknowledge`. The dashboard has both under Alerts.\n");
        text.Append("Of an alert that names no destination of your organisation both are for an administrator of the installation; everybody else is answered 403.\n");
        if (rule.Expression.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\n## As Prometheus sees it\n\n```\n{rule.Expression}\n```\n");
        else text.Append("\nOnly the product itself can see this.\n");
        return text.ToString();
    }

    private static string Index()
    {
        var text = new StringBuilder("# Runbooks\n\nOne page per rule. Rules, pages and `docs/operations/` are made from one catalog (`dotnet run build.cs -- docs`).\n\n| condition | rule | severity | what is wrong |\n|---|---|---|---|\n");
        foreach (var rule in RuleCatalog.All.OrderBy(rule => int.Parse(rule.Code[1..], CultureInfo.InvariantCulture)))
            text.Append(CultureInfo.InvariantCulture, $"| {rule.Code} | [{rule.Name}]({rule.Name}.md) | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Meaning} |\n");
        return text.ToString();
    }
}
