using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Events.Retention;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>What retention must do on every store.</summary>
public abstract class RetentionStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestStore _store = open();
    private int _environment;

    public async Task InitializeAsync() => _environment = (await _store.ControlPlane.AddEnvironmentsAsync(2))[0];

    /// <summary>Whatever a test did, every row that is gone was counted and every ledger balances.</summary>
    public async Task DisposeAsync()
    {
        var findings = await _store.FindingsAsync();
        await _store.DisposeAsync();
        Assert.Empty(findings);
    }

    [Fact]
    public async Task Events_older_than_30_days_that_nobody_needs_are_dropped()
    {
        await AppendAsync(10, s_begin);
        await AppendAsync(5, s_begin.AddDays(20));

        await RoundAsync(s_begin.AddDays(31));

        Assert.Equal(5, await LeftAsync());
    }

    [Fact]
    public async Task Each_environment_has_its_own_retention_of_1_to_90_days()
    {
        await _store.Retention.SetPolicyAsync(_environment, new EventPolicy { RetentionDays = 90 }, default);
        await AppendAsync(10, s_begin);

        await RoundAsync(s_begin.AddDays(89));
        Assert.Equal(10, await LeftAsync());
        await RoundAsync(s_begin.AddDays(91));
        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task A_policy_is_kept_as_it_was_set()
    {
        var policy = new EventPolicy
        {
            RetentionDays = 7,
            Mode = CaptureMode.Strict,
            Traits = new TraitRules { Allow = ["plan"], Drop = ["email"], Hash = ["phone"] },
        };
        await _store.Retention.SetPolicyAsync(_environment, policy, default);

        var kept = (await _store.Retention.PoliciesAsync(default))[_environment];

        Assert.Equal((7, CaptureMode.Strict), (kept.RetentionDays, kept.Mode));
        Assert.Equal<string>(["plan"], kept.Traits.Allow ?? []);
        Assert.Equal<string>(["email"], kept.Traits.Drop);
        Assert.Equal<string>(["phone"], kept.Traits.Hash);
    }

    [Fact]
    public async Task One_transaction_looks_at_no_more_events_than_it_was_told()
    {
        await AppendAsync(1_200, s_begin);
        var steps = new List<int>();
        for (var step = new DropStep(0, 0, true); step.HasMore; steps.Add(step.Dropped))
            step = await _store.Retention.DropAsync(_environment, step.ExaminedTo, DateTimeOffset.MaxValue, 500, default);

        Assert.Equal([500, 500, 200], steps);
    }

    [Fact]
    public async Task What_a_destination_waits_for_or_what_is_parked_stays_whatever_its_age()
    {
        var destination = await CreateAsync();
        await AppendAsync(10, s_begin);
        var events = await _store.EventLog.ReadAsync(_environment, 0, 100, default);
        await _store.Deliveries.CommitAsync(Some.Progress(destination, 0, 6, 5, 0, Some.Parked(events[2])), default);

        await RoundAsync(s_begin.AddDays(29), SpaceLevel.Exhausted);

        Assert.Equal([3, 7, 8, 9, 10], (await _store.EventLog.ReadAsync(_environment, 0, 100, default)).Select(each => each.Sequence));
        Assert.Equal((10, 5, 1, 4, 0, 0), Counts(await LedgerAsync(destination)));
    }

    [Fact]
    public async Task What_stays_while_newer_ones_of_its_identity_go_is_known_as_outdated()
    {
        var destination = await CreateAsync();
        (string Identity, string Plan)[] all = [("a", "pro"), ("b", "pro"), ("c", "pro"), ("c", "pro"), ("a", "free"), ("a", "pro"), ("b", "pro")];
        await _store.EventLog.AppendAsync(all.Select(each => Some.Evaluated(_environment, each.Identity, each.Plan, s_begin)).ToArray(), default);
        var events = await _store.EventLog.ReadAsync(_environment, 0, 100, default);
        ParkedEvent[] parked = [Some.Parked(events[0]), Some.Parked(events[1]), Some.Parked(events[3])];
        await _store.Deliveries.CommitAsync(Some.Progress(destination, 0, 7, 4, 0, parked), default);

        // In steps, as a round does it; the third is made twice, as after a failure.
        foreach (var after in (long[])[0, 2, 4, 4, 6]) await _store.Retention.DropAsync(_environment, after, DateTimeOffset.MaxValue, 2, default);
        await _store.Parked.RetryAsync([.. parked.Select(each => new ParkedKey(destination, each.Sequence))], default);

        var returned = await _store.Replays.ReturnedAsync(destination, 10, default);
        Assert.Equal([1, 2, 4], returned!.Events.Select(each => each.Sequence));
        Assert.Equal([(1, false), (2, true)], returned.Outdated.OrderBy(each => each.Key).Select(each => (each.Key, each.Value)));
    }

    [Fact]
    public async Task What_a_deleted_destination_had_parked_holds_nothing_back()
    {
        var destination = await CreateAsync();
        await AppendAsync(3, s_begin);
        var events = await _store.EventLog.ReadAsync(_environment, 0, 100, default);
        await _store.Deliveries.CommitAsync(Some.Progress(destination, 0, 3, 2, 0, Some.Parked(events[1])), default);
        await _store.Deliveries.DeleteAsync(destination, default);

        await RoundAsync(s_begin.AddDays(31));

        Assert.Equal(0, await LeftAsync());
    }

    [Fact]
    public async Task Scarce_space_frees_delivered_events_before_their_time_and_nothing_else()
    {
        var destination = await CreateAsync();
        await AppendAsync(10, s_begin);
        await _store.Deliveries.CommitAsync(Some.Progress(destination, 0, 4, 4), default);

        await RoundAsync(s_begin.AddHours(1), SpaceLevel.Scarce);

        Assert.Equal(6, await LeftAsync());
    }

    [Fact]
    [Trait("Row", "OPS-05")]
    public async Task Undelivered_events_expire_after_warnings_7_3_and_1_days_before_and_the_decision_is_kept()
    {
        var destination = await CreateAsync();
        await AppendAsync(10, s_begin);
        var warned = new List<(int Day, int Left)>();
        var outlooks = new List<RetentionOutlook?>();   // from day 20 on
        for (var day = 20; day <= 30; day++)
        {
            await RoundAsync(s_begin.AddDays(day).AddHours(1));
            foreach (var notice in (await _store.Retention.NoticesAsync(default)).Where(each => each.NoticedAt == s_begin.AddDays(day).AddHours(1)))
                warned.Add((day, notice.DaysLeft));
            outlooks.Add((await _store.Retention.OutlookAsync(s_begin.AddDays(day - 1), default)).GetValueOrDefault(destination));
        }

        Assert.Equal([(23, 7), (27, 3), (29, 1)], warned);
        Assert.Equal([null, null, null, 7, 7, 7, 7, 3, 3, 1, null], outlooks.Select(outlook => outlook?.DaysLeft));
        Assert.Equal(new RetentionOutlook(null, 10), outlooks[^1]);
        Assert.Empty(await _store.Retention.OutlookAsync(s_begin.AddDays(31), default));
        Assert.Equal((10, 0, 0, 0, 10, 0), Counts(await LedgerAsync(destination)));
        var decision = Assert.Single(await _store.Retention.DecisionsAsync(1, 0, 10, default));
        Assert.Equal((destination, _environment, 30, 10L), (decision.DestinationId, decision.EnvironmentId, decision.RetentionDays, decision.Events));
        Assert.Empty(await _store.Retention.DecisionsAsync(2, 0, 10, default));   // another organisation
        Assert.Equal((1L, 10L), (decision.FirstSequence, decision.LastSequence));
        Assert.Equal((s_begin, s_begin.AddSeconds(9)), (decision.FirstAt, decision.LastAt));
        Assert.Equal(0, await LeftAsync());
        Assert.Empty(await _store.Retention.NoticesAsync(default));
    }

    [Fact]
    public async Task A_server_that_was_off_for_two_months_warns_first_and_expires_a_day_later()
    {
        var destination = await CreateAsync();
        await AppendAsync(10, s_begin);

        await RoundAsync(s_begin.AddDays(60));
        await RoundAsync(s_begin.AddDays(60).AddHours(23));
        Assert.Equal((10, 0, 0, 10, 0, 0), Counts(await LedgerAsync(destination)));
        await RoundAsync(s_begin.AddDays(61).AddHours(1));

        Assert.Equal((10, 0, 0, 0, 10, 0), Counts(await LedgerAsync(destination)));
    }

    [Fact]
    public async Task What_came_after_the_warning_does_not_expire_with_what_it_covers()
    {
        var destination = await CreateAsync();
        await AppendAsync(3, s_begin);
        await AppendAsync(4, s_begin.AddDays(10));
        await RoundAsync(s_begin.AddDays(29).AddHours(1));

        await RoundAsync(s_begin.AddDays(31));

        Assert.Equal((7, 0, 0, 4, 3, 0), Counts(await LedgerAsync(destination)));
    }

    [Fact]
    public async Task A_large_expiry_is_many_transactions_and_one_decision()
    {
        var destination = await CreateAsync();
        await AppendAsync(1_300, s_begin);
        await RoundAsync(s_begin.AddDays(32));

        await RoundAsync(s_begin.AddDays(34));

        Assert.Equal(1_300, Assert.Single(await _store.Retention.DecisionsAsync(1, 0, 10, default)).Events);
        Assert.Equal((1_300, 0, 0, 0, 1_300, 0), Counts(await LedgerAsync(destination)));
    }

    [Fact]
    public async Task A_pump_whose_events_expired_under_it_is_refused_its_progress()
    {
        var destination = await CreateAsync();
        await AppendAsync(5, s_begin);
        await RoundAsync(s_begin.AddDays(32));
        await RoundAsync(s_begin.AddDays(34));

        Assert.False(await _store.Deliveries.CommitAsync(Some.Progress(destination, 0, 5, 5), default));
        Assert.Equal((5, 0, 0, 0, 5, 0), Counts(await LedgerAsync(destination)));
    }

    [Fact]
    public async Task A_flag_table_goes_when_no_event_refers_to_it_and_it_is_not_live()
    {
        var old = await _store.EventLog.KeepFlagTableAsync(Some.Table("old"), default);
        var live = await _store.EventLog.KeepFlagTableAsync(Some.Table("live"), default);
        await _store.EventLog.AppendAsync(new[] { Some.Event(_environment) with { FlagTableId = old, OccurredAt = s_begin } }, default);
        await _store.Retention.DropFlagTablesAsync([live], s_begin, DateTimeOffset.UnixEpoch, default);   // marks it

        // However old the mark is: as long as the event is there, so is its table.
        Assert.Equal(0, await _store.Retention.DropFlagTablesAsync([live], s_begin.AddDays(100), s_begin.AddDays(9), default));
        await _store.Retention.DropAsync(_environment, 0, DateTimeOffset.MaxValue, 10, default);
        Assert.Equal(1, await _store.Retention.DropFlagTablesAsync([live], s_begin.AddDays(100), s_begin.AddDays(9), default));
        Assert.NotNull(await _store.EventLog.FlagTableAsync(live, default));
    }

    [Fact]
    public async Task A_flag_table_that_becomes_live_again_is_kept()
    {
        var table = await _store.EventLog.KeepFlagTableAsync(Some.Table(), default);
        await _store.Retention.DropFlagTablesAsync([], s_begin, DateTimeOffset.UnixEpoch, default);

        Assert.Equal(table, await _store.EventLog.KeepFlagTableAsync(Some.Table(), default));

        Assert.Equal(0, await _store.Retention.DropFlagTablesAsync([table], s_begin.AddDays(200), s_begin.AddDays(100), default));
    }

    [Fact]
    public async Task Ended_gaps_are_kept()
    {
        var gap = new CaptureGap(s_begin, s_begin.AddMinutes(3), 42, IntakeVerdict.NoSpace, Open: false);

        await _store.Retention.KeepGapAsync(gap, default);

        Assert.Equal(gap, Assert.Single(await _store.Retention.GapsAsync(10, default)));
    }

    [Fact]
    public async Task Longer_retention_ends_the_warnings_and_new_ones_come_in_time()
    {
        var destination = await CreateAsync();
        await AppendAsync(10, s_begin);
        await RoundAsync(s_begin.AddDays(29).AddHours(1));
        Assert.Equal(1, (await OutlookAsync(29))?.DaysLeft);

        await _store.Retention.SetPolicyAsync(_environment, new EventPolicy { RetentionDays = 60 }, default);
        Assert.Null(await OutlookAsync(29));
        Assert.Empty(await _store.Retention.NoticesAsync(default));
        var outlooks = new List<int?>();
        foreach (var day in (int[])[30, 53, 57, 59, 60])
        {
            await RoundAsync(s_begin.AddDays(day).AddHours(1));
            outlooks.Add((await OutlookAsync(day))?.DaysLeft);
        }

        Assert.Equal([null, 7, 3, 1, null], outlooks);
        Assert.Equal(10, (await LedgerAsync(destination)).Expired);

        async Task<RetentionOutlook?> OutlookAsync(int day) => (await _store.Retention.OutlookAsync(s_begin.AddDays(day + 1), default)).GetValueOrDefault(destination);
    }

    [Fact]
    public async Task Shorter_or_equal_retention_leaves_the_warnings()
    {
        var destination = await CreateAsync();
        await AppendAsync(10, s_begin);
        await RoundAsync(s_begin.AddDays(29).AddHours(1));

        foreach (var days in (int[])[30, 20]) await _store.Retention.SetPolicyAsync(_environment, new EventPolicy { RetentionDays = days }, default);

        Assert.Equal(1, (await _store.Retention.OutlookAsync(s_begin.AddDays(30), default))[destination].DaysLeft);
    }

    private async Task<int> CreateAsync()
    {
        var created = await _store.Deliveries.CreateAsync("webhook", _environment, "s"u8.ToArray(), default);
        return Assert.IsType<Destination>(created).Id;
    }

    private async Task AppendAsync(int count, DateTimeOffset first) =>
        await _store.EventLog.AppendAsync(Some.EventsFrom(_environment, count, first), default);

    private async Task<int> LeftAsync() => (await _store.EventLog.ReadAsync(_environment, 0, 10_000, default)).Count;

    private async Task<LedgerEntry> LedgerAsync(int destination) =>
        Assert.IsType<LedgerEntry>(await _store.Deliveries.LedgerAsync(destination, default));

    private Task RoundAsync(DateTimeOffset now, SpaceLevel level = SpaceLevel.Enough, params long[] live) =>
        new RetentionRound(_store.Retention, TimeProvider.System, NullLogger<RetentionRound>.Instance).RunAsync(now, level, live, default);

    private static (long Accepted, long Delivered, long Parked, long Pending, long Expired, long Residual) Counts(LedgerEntry ledger) =>
        (ledger.Accepted, ledger.Delivered, ledger.Parked, ledger.Pending, ledger.Expired, ledger.Residual);
}
