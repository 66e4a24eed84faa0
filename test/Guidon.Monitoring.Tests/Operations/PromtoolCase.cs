namespace Guidon.Monitoring.Tests.Operations;

/// <summary>One case of promtool: series go in, and exactly these alerts of one rule fire.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Rule">Whose alerts are looked at.</param>
/// <param name="At">When, in promtool's words.</param>
/// <param name="Series">Series with values in promtool's notation.</param>
/// <param name="Fires">The labels of the one alert beside those of the rule, or null when none fires.</param>
internal sealed record PromtoolCase(string Name, string Rule, string At, IReadOnlyList<(string Series, string Values)> Series, string? Fires)
{
    /// <summary>Between two values; long cases take larger steps, or promtool takes minutes.</summary>
    internal string Interval { get; init; } = "1m";
}
