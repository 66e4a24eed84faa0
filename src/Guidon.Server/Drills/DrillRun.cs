using System.Globalization;
using Guidon.Delivery;

namespace Guidon.Server.Drills;

/// <summary><c>guidon drill june-2023</c>: one variant or all, as lines for a person.</summary>
internal static class DrillRun
{
    private const string Webhook = "webhook";

    /// <param name="variant">Its name, or <c>all</c>.</param>
    /// <param name="minutes">How long the bad build stays, in the drill's time.</param>
    /// <param name="integrations">This build's.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The report, and whether everything was as it must be.</returns>
    internal static async Task<(IReadOnlyList<string> Lines, bool IsGood)> RunAsync(
        string variant, int minutes, IReadOnlyList<Integration> integrations, CancellationToken cancellation)
    {
        var real = integrations.Single(integration => integration.Name == Webhook);
        DrillVariant[] variants = Enum.TryParse<DrillVariant>(variant, ignoreCase: true, out var one) ? [one] : Enum.GetValues<DrillVariant>();
        var (lines, isGood) = (new List<string>(), true);
        foreach (var each in variants)
        {
            var report = await JuneDrill.RunAsync(each, real, TimeSpan.FromMinutes(minutes), cancellation);
            lines.AddRange(report.Lines());
            isGood &= report.IsGood;
            if (each != DrillVariant.Aggregation) continue;
            var mean = WrongMean();
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"  wrong formula  the mean of 96 functions' ratios reads {mean:P1} while everything fails: under a threshold of 10 %, silent"));
            isGood &= mean < 0.1;
        }

        return (lines, isGood);
    }

    // Eight regions of twelve functions, one of the twelve sends and fails each time: what an average of ratios makes of a total failure.
    private static double WrongMean() => Enumerable.Range(0, 8 * 12).Average(function => function % 12 == 0 ? 1.0 : 0.0);
}
