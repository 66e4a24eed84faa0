namespace Guidon.Server.Tests.Monitoring.FailPoints;

/// <summary>One event of ten thousand is lost somewhere on its way, without an error. It shows within two minutes of the clock.</summary>
public sealed class FailPointTests
{
    public static TheoryData<string> Places => [.. FailPointList.All.Keys];

    [Theory]
    [Trait("Row", "M06")]
    [Trait("Row", "MON-06")]
    [MemberData(nameof(Places))]
    public async Task One_event_of_ten_thousand_that_is_lost_is_told_within_two_minutes(string place)
    {
        var point = FailPointList.All[place];
        await using var bench = await FailPointBench.OpenAsync(point);
        await bench.SendAsync();
        if (point.Then is { } then)
        {
            Assert.False(bench.IsFiring(point.Rule));
            await then(bench);
        }

        // Half a minute has passed since the events came in, nothing since what was done then.
        var within = TimeSpan.FromMinutes(point.Then is null ? 1.5 : 2);
        Assert.True(await bench.IsToldAsync(point.Rule, within), $"{point.Rule} did not fire when {place}: {await bench.LedgerAsync()}");
    }

    [Fact]
    public void There_are_more_than_twenty_places() => Assert.InRange(FailPointList.All.Count, 20, 100);

    [Fact]
    public async Task Where_nothing_is_lost_nothing_is_told()
    {
        await using var bench = await FailPointBench.OpenAsync(new FailPoint(""));
        await bench.SendAsync();
        await bench.RetryParkedAsync();
        await bench.PassAsync(TimeSpan.FromMinutes(2));

        Assert.All((string[])["LedgerGap", "StoreFindings", "IntakeGap"], rule => Assert.False(bench.IsFiring(rule), rule));
        var ledger = await bench.LedgerAsync();
        Assert.Equal((FailPointBench.Events, 0, 0), (ledger.Delivered + ledger.Filtered, ledger.Parked, ledger.Residual));
    }
}
