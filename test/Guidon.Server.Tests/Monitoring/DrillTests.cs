using Guidon.Integrations;
using Guidon.Server.Drills;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>The incident of June 2023 in a lane of its own. The oracle is the traffic's own list and what the receiver has; our store is not asked.</summary>
public sealed class DrillTests
{
    public static TheoryData<string> Variants => ["Throws", "Empty", "Silent"];

    [Theory]
    [Trait("Row", "DRL-01")]
    [Trait("Row", "DRL-02")]
    [Trait("Row", "DRL-06")]
    [MemberData(nameof(Variants))]
    public async Task An_outage_is_told_within_six_minutes_and_everything_is_recovered_once_with_its_own_time(string variant)
    {
        var report = await JuneDrill.RunAsync(Enum.Parse<DrillVariant>(variant), Catalog.Find("webhook")!, TimeSpan.FromMinutes(20), default);

        Assert.True(report.IsGood, string.Join('\n', report.Lines()));
        Assert.InRange(report.TimeToPage!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(6));
        Assert.All(report.Alarms, alarm => Assert.Contains("webhook (mapper ", alarm.Summary, StringComparison.Ordinal));
        Assert.Equal((report.Expected, 0, 0L), (report.Recovered, report.Duplicates, report.Residual));
        Assert.Equal(variant == "Empty", report.Replayed > 0);
        Assert.Equal(variant != "Empty", report.Held > 0);
    }

    [Fact]
    [Trait("Category", "Nightly")]
    [Trait("Row", "DRL-01")]
    [Trait("Row", "DRL-05")]
    public async Task Nine_days_seven_hours_and_thirty_minutes_cost_no_event()
    {
        var report = await JuneDrill.RunAsync(DrillVariant.Throws, Catalog.Find("webhook")!, new TimeSpan(9, 7, 30, 0), default);

        Assert.True(report.IsGood, string.Join('\n', report.Lines()));
    }

    [Fact]
    [Trait("Row", "DRL-03")]
    public async Task The_command_line_reports_and_shows_that_the_wrong_formula_is_silent()
    {
        var (exit, output, _) = await GuidonProcess.RunAsync(["drill", "june-2023", "--variant", "aggregation", "--minutes", "15"]);

        Assert.Equal(0, exit);
        Assert.Contains("june-2023, variant aggregation: passed", output, StringComparison.Ordinal);
        Assert.Contains("8.3 %", output, StringComparison.Ordinal);
        Assert.Contains("residual       0", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--minutes", "3")]
    [InlineData("--variant", "sideways")]
    public async Task A_drill_that_does_not_exist_is_refused(string option, string value)
    {
        var (exit, _, errors) = await GuidonProcess.RunAsync(["drill", "june-2023", option, value]);

        Assert.NotEqual(0, exit);
        Assert.NotEqual("", errors);
    }
}
