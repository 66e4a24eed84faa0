using System.Globalization;
using System.Text;
using Guidon.Monitoring.Rules;

namespace Guidon.Monitoring.Tests.Operations;

/// <summary>The rule catalog as Prometheus reads it.</summary>
internal static class PrometheusRules
{
    internal static string Write()
    {
        var text = new StringBuilder("# Made from the rule catalog by `dotnet run build.cs -- docs`. Do not edit.\ngroups:\n  - name: guidon\n    rules:\n");
        foreach (var rule in RuleCatalog.All.Where(rule => rule.Expression.Length > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"      - alert: {rule.Name}\n        expr: {Quoted(rule.Expression)}\n");
            if (rule.For > TimeSpan.Zero) text.Append(CultureInfo.InvariantCulture, $"        for: {rule.For.TotalSeconds:0}s\n");
            text.Append("        labels:\n");
            foreach (var (name, value) in Labels(rule)) text.Append(CultureInfo.InvariantCulture, $"          {name}: {value}\n");
            text.Append("        annotations:\n");
            foreach (var (name, value) in Annotations(rule)) text.Append(CultureInfo.InvariantCulture, $"          {name}: {Quoted(value)}\n");
        }

        return text.ToString();
    }

    internal static IEnumerable<(string Name, string Value)> Labels(AlertRule rule) =>
        [("severity", rule.Name == "Watchdog" ? "none" : rule.Severity.ToString().ToLowerInvariant()), ("code", rule.Code), ("owner", rule.Owner.ToString().ToLowerInvariant())];

    internal static IEnumerable<(string Name, string Value)> Annotations(AlertRule rule) => [("summary", rule.Meaning), ("runbook_url", rule.Runbook)];

    internal static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
