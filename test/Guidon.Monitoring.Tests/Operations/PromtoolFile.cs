using System.Globalization;
using System.Text;
using Guidon.Monitoring.Rules;

namespace Guidon.Monitoring.Tests.Operations;

/// <summary>The cases as promtool reads them: in one file those of minutes, in the other those of days, whose rules it need not evaluate each minute.</summary>
internal static class PromtoolFile
{
    internal static string Write(bool isSlow)
    {
        var text = new StringBuilder("# Made by `dotnet run build.cs -- docs`; run with `promtool test rules`. Do not edit.\nrule_files:\n  - alerts.yml\n");
        text.Append(CultureInfo.InvariantCulture, $"evaluation_interval: {(isSlow ? "10m" : "1m")}\ntests:\n");
        foreach (var each in PromtoolCases.All.Where(each => isSlow != (each.Interval == "1m"))) Write(text, each);
        return text.ToString();
    }

    private static void Write(StringBuilder text, PromtoolCase each)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {PrometheusRules.Quoted(each.Name)}\n    interval: {each.Interval}\n");
        if (each.Series.Count == 0) text.Append("    input_series: []\n");
        else text.Append("    input_series:\n");
        foreach (var (series, values) in each.Series)
            text.Append(CultureInfo.InvariantCulture, $"      - series: {PrometheusRules.Quoted(series)}\n        values: {PrometheusRules.Quoted(values)}\n");
        text.Append(CultureInfo.InvariantCulture, $"    alert_rule_test:\n      - eval_time: {each.At}\n        alertname: {each.Rule}\n");
        if (each.Fires is not { } labels)
        {
            text.Append("        exp_alerts: []\n");
            return;
        }

        var rule = RuleCatalog.Find(each.Rule) ?? throw new InvalidOperationException(each.Rule);
        var all = string.Join(", ", [.. labels.Length == 0 ? [] : (string[])[labels], .. PrometheusRules.Labels(rule).Select(label => $"{label.Name}: {label.Value}")]);
        text.Append(CultureInfo.InvariantCulture, $"        exp_alerts:\n          - exp_labels: {{{all}}}\n            exp_annotations:\n");
        foreach (var (name, value) in PrometheusRules.Annotations(rule)) text.Append(CultureInfo.InvariantCulture, $"              {name}: {PrometheusRules.Quoted(value)}\n");
    }
}
