using Guidon.Receivers.Datadog;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>The AGE rows: changes that are old when they are sent, at receivers that live in the same time.</summary>
public sealed class OldChangesTests
{
    [Theory]
    [Trait("Row", "AGE-02")]
    [InlineData(16, true)]
    [InlineData(19, false)]
    public async Task A_change_of_19_hours_ago_is_parked_and_never_dated_anew(int hours, bool isSent)
    {
        await using var opened = await VendorBench.OpenAsync("datadog");
        ((StrictDatadog)opened.Receiver).DatesAnew = true;   // the documentation leaves open whether it would
        var happenedAt = opened.Bench.Clock.GetUtcNow();
        await opened.AppendAsync("button");
        opened.Bench.Clock.Advance(TimeSpan.FromHours(hours));
        opened.Bench.Start();

        var ledger = await opened.DrainAsync();

        Assert.Equal(isSent ? (1, 0) : (0, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal(isSent ? 1 : 0, opened.Receiver.Requests.Count);
        Assert.All(opened.Read(), told => Assert.Equal(happenedAt.ToUnixTimeMilliseconds(), told.At.ToUnixTimeMilliseconds()));
        Assert.Empty(opened.Receiver.Dropped);
    }

    [Theory]
    [Trait("Row", "AGE-03")]
    [InlineData(9, true)]
    [InlineData(31, false)]
    public async Task A_change_of_nine_days_ago_keeps_its_start_and_one_of_31_days_ago_is_parked(int days, bool isSent)
    {
        await using var opened = await VendorBench.OpenAsync("dynatrace");
        var happenedAt = opened.Bench.Clock.GetUtcNow();
        await opened.AppendAsync("button");
        opened.Bench.Clock.Advance(TimeSpan.FromDays(days));
        opened.Bench.Start();

        var ledger = await opened.DrainAsync();

        Assert.Equal(isSent ? (1, 0) : (0, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal(isSent ? 1 : 0, opened.Receiver.Requests.Count);
        Assert.All(opened.Receiver.Rows, row => Assert.Equal(happenedAt.ToUnixTimeMilliseconds(), row.Properties.GetProperty("startTime").GetInt64()));
    }

    // The older interface refuses what lies before its newest marker; the one that is used places each by its own time.
    [Fact]
    [Trait("Row", "AGE-04")]
    public async Task A_change_behind_a_newer_marker_is_placed_at_its_own_time()
    {
        await using var opened = await VendorBench.OpenAsync("new-relic");
        opened.Receiver.Invalid.Add("late");
        await opened.AppendAsync("late");
        opened.Bench.Clock.Advance(TimeSpan.FromDays(9));
        await opened.AppendAsync("newer");
        await using var replays = await opened.StartWithReplaysAsync();
        Assert.Equal(1, (await opened.DrainAsync()).Parked);
        opened.Receiver.Invalid.Clear();

        await opened.ReplayAsync(replays);

        var told = opened.Read().ToArray();
        Assert.Equal("late", told[^1].Name);
        Assert.Equal(TimeSpan.FromDays(9), told.Single(each => each.Name == "newer").At - told[^1].At);
        Assert.DoesNotContain(opened.Receiver.Requests, request => request.Path.Contains("/v2/", StringComparison.Ordinal));
        await opened.Bench.Service.StopAsync(default);
    }

    [Fact]
    [Trait("Row", "AGE-05")]
    public async Task Four_hundred_old_changes_are_one_message_that_tells_when_each_was()
    {
        await using var opened = await VendorBench.OpenAsync("slack", ("enabled", "false"));
        var happenedAt = opened.Bench.Clock.GetUtcNow();
        string[] names = [.. Enumerable.Range(0, 400).Select(n => $"flag-{n}")];
        await opened.AppendAsync(names);
        await using var replays = await opened.StartWithReplaysAsync();
        Assert.Equal(400, (await opened.DrainAsync()).Filtered);
        opened.Bench.Clock.WallOffset += TimeSpan.FromDays(9);
        await opened.Bench.ChangeAsync(opened.Destination, opened.Settings(VendorBench.Key, ("enabled", "true")));

        await opened.ReplayAsync(replays);

        Assert.Equal(400, opened.Receiver.Rows.Count);
        Assert.Single(opened.Receiver.Requests, request => request.Method == "POST");
        Assert.Equal(names, opened.Read().Select(told => told.Name));
        Assert.All(opened.Read(), told => Assert.Equal(happenedAt.ToUnixTimeMilliseconds(), told.At.ToUnixTimeMilliseconds()));
        Assert.Empty(opened.Receiver.Findings);
        await opened.Bench.Service.StopAsync(default);
    }

    [Fact]
    [Trait("Row", "WHK-07")]
    public async Task Four_days_of_a_webhook_that_was_switched_off_are_offered_by_a_replay_in_order_with_their_times()
    {
        await using var opened = await VendorBench.OpenAsync("change-webhook", ("enabled", "false"));
        await using var replays = await opened.StartWithReplaysAsync();
        var happened = new List<(string, DateTimeOffset)>();
        for (var day = 0; day < 4; day++)
        {
            foreach (var flag in (string[])["button", $"flag-{day}", "button"]) happened.Add((flag, opened.Bench.Clock.GetUtcNow()));
            await opened.AppendAsync("button", $"flag-{day}", "button");
            await opened.DrainAsync();
            opened.Bench.Clock.WallOffset += TimeSpan.FromDays(1);
        }

        await opened.Bench.ChangeAsync(opened.Destination, opened.Settings(VendorBench.Key, ("enabled", "true")));
        await opened.ReplayAsync(replays);

        Assert.Equal(happened, opened.Read());
        Assert.Empty(opened.Receiver.Findings);
        await opened.Bench.Service.StopAsync(default);
    }
}
