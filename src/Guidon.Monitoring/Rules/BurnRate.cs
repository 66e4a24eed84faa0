using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Rules;

/// <summary>
/// How fast the budget of late events is spent, in two windows at once: the long one says that it matters, the short one that it still goes on.
/// 99.9 % of accepted events are to be settled within five minutes, over 30 days.
/// </summary>
/// <param name="Name">Of the rule.</param>
/// <param name="Long">The long window.</param>
/// <param name="Short">The short window, a twelfth of it.</param>
/// <param name="Factor">1 spends the budget in exactly 30 days.</param>
/// <param name="Severity">How soon a person is needed.</param>
public sealed record BurnRate(string Name, TimeSpan Long, TimeSpan Short, double Factor, Severity Severity)
{
    /// <summary>The share of events that may be late.</summary>
    public const double Budget = 0.001;

    /// <summary>Ratios over fewer events are noise; canaries watch those destinations.</summary>
    public const int EventsMin = 20;

    /// <summary>Source: Google, "The Site Reliability Workbook", chapter 5: 2 %, 5 % and 10 % of the budget.</summary>
    public static IReadOnlyList<BurnRate> All { get; } =
    [
        new("BurnFast", TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4, Severity.Page),
        new("BurnMid", TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 6, Severity.Page),
        new("BurnDay", TimeSpan.FromDays(1), TimeSpan.FromHours(2), 3, Severity.Ticket),
        new("BurnSlow", TimeSpan.FromDays(3), TimeSpan.FromHours(6), 1, Severity.Ticket),
    ];

    /// <summary>How many times too fast, in a window.</summary>
    public static double Of(SeriesCounts sum)
    {
        ArgumentNullException.ThrowIfNull(sum);
        return sum.Matured == 0 ? 0 : (double)sum.Late / sum.Matured / Budget;
    }

    internal IEnumerable<Breach> Evaluate(Scene scene) =>
        from reading in scene.Destinations
        where !reading.IsStoppedByHand
        let window = reading.Series.Sum(Long, scene.Now)
        where window.Matured >= EventsMin && Of(window) > Factor && Of(reading.Series.Sum(Short, scene.Now)) > Factor
        select reading.Breach($"{window.Late} of {window.Matured} events were not settled within five minutes ({Text(Long)}), {Of(window):0.#} times the budget");

    internal string Expression => $"{Ratio(Long)} > {Limit} and {Ratio(Short)} > {Limit} and {Events(Long)} >= {EventsMin} {DeliveryRules.UnlessStopped}";

    private string Limit => FormattableString.Invariant($"{Factor * Budget:0.####}");

    private static string Ratio(TimeSpan window) =>
        $"(sum by (destination, integration) (increase(guidon_delivery_sli_events_total{{result=\"late\"}}[{Text(window)}])) / {Events(window)})";

    private static string Events(TimeSpan window) => $"sum by (destination, integration) (increase(guidon_delivery_sli_events_total[{Text(window)}]))";

    private static string Text(TimeSpan window) =>
        window.TotalDays >= 1 ? $"{window.TotalDays:0}d" : window.TotalHours >= 1 ? $"{window.TotalHours:0}h" : $"{window.TotalMinutes:0}m";
}
