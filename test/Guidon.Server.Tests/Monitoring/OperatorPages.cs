using System.Text.RegularExpressions;
using Guidon.Monitoring.Rules;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>What the rules, panels and runbooks name, so that a test can look whether it is there.</summary>
internal static partial class OperatorPages
{
    // Series that only exist where there is something to say.
    private static readonly string[] s_atTimes = ["guidon_retention_days_left", "guidon_key_expiry_seconds", "guidon_certificate_expiry_seconds", "guidon_delivery_certificate_remaining_seconds", "guidon_upstream_failing"];

    /// <summary>What rules and panels ask for and a node does not show: over a series that nobody has they are silent for ever.</summary>
    /// <param name="metrics">As a node shows them that delivered something.</param>
    internal static IEnumerable<string> Unknown(string metrics)
    {
        var panels = File.ReadAllText(Path.Combine(SdkProgram.RepositoryRoot(), "docs", "operations", "dashboard.json"));
        var asked = RuleCatalog.All.Select(rule => rule.Expression).Append(panels).SelectMany(text => Series.Matches(text)).Select(match => match.Value).Distinct();
        return asked.Except(s_atTimes).Except(metrics.Split('\n').Select(line => Series.Match(line)).Where(match => match is { Success: true, Index: 0 }).Select(match => match.Value));
    }

    /// <summary>Method and path of each request that a runbook tells people to send.</summary>
    internal static IEnumerable<(string Method, string Path)> Requests() => Steps(Request).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Split('?')[0]));

    /// <summary>The words and the options of each command.</summary>
    internal static IEnumerable<(string[] Words, string[] Options)> Commands() => Steps(Command).Select(match =>
    {
        var parts = match.Groups[1].Value.Split(' ');
        return (parts.TakeWhile(part => !part.StartsWith("--", StringComparison.Ordinal)).ToArray(), parts.Where(part => part.StartsWith("--", StringComparison.Ordinal)).ToArray());
    });

    private static IEnumerable<Match> Steps(Regex pattern) =>
        Directory.GetFiles(Path.Combine(SdkProgram.RepositoryRoot(), "docs", "runbooks"), "*.md").SelectMany(page => pattern.Matches(File.ReadAllText(page))).DistinctBy(match => match.Value);

    [GeneratedRegex("guidon_[a-z_]+")]
    private static partial Regex Series { get; }

    [GeneratedRegex("`(GET|POST|PUT|PATCH|DELETE) ([^` ]+)`")]
    private static partial Regex Request { get; }

    [GeneratedRegex("`guidon ([^`]+)`")]
    private static partial Regex Command { get; }
}
