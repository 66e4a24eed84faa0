namespace Guidon.Monitoring.Rules;

/// <summary>A11: the budget of late events is spent too fast.</summary>
internal static class BurnRules
{
    internal static IReadOnlyList<AlertRule> All { get; } = [.. BurnRate.All.Select(burn => new AlertRule
    {
        Name = burn.Name,
        Code = "A11",
        Severity = burn.Severity,
        Owner = Owner.Destination,
        For = TimeSpan.Zero,
        Meaning = $"Events are settled late {burn.Factor:0.#} times faster than the budget of one in a thousand allows.",
        Steps =
        [
            "Look at the destination's state and last problem: `GET /api/guidon/v1/destinations` and `/attempts`.",
            "Where attempts succeed, compare accepted and delivered per minute: the receiver's limits may be below the traffic.",
            "Where attempts fail, follow DestinationFailing.",
        ],
        Expression = burn.Expression,
        Evaluate = burn.Evaluate,
    })];
}
