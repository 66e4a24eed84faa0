using System.Text;
using Guidon.Delivery.Replays;
using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>Replays over the real store and real sockets, on virtual time.</summary>
public sealed class ReplayTests
{
    [Fact]
    [Trait("Row", "RPL-01")]
    [Trait("Row", "RPL-09")]
    public async Task Failed_events_are_sent_once_and_delivered_ones_not_again()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        await bench.SettledAsync("good-1", "good-2");
        bench.Receiver.Answer = _ => 400;
        var failed = await bench.SettledAsync([.. Enumerable.Range(0, 8).Select(n => $"bad-{n}")]);
        Assert.Equal(8, (await bench.LedgerAsync()).Parked);
        var before = bench.Receiver.Requests.Count;
        bench.Receiver.Answer = _ => 200;

        var replay = await bench.RunAsync(bench.Request(ReplayMode.ResendFailed));

        Assert.Equal((8, 8), (replay.Taken, ReplayBench.Count(replay, "delivered")));
        var ledger = await bench.LedgerAsync();
        Assert.Equal((10, 10, 0), (ledger.Accepted, ledger.Delivered, ledger.Parked));
        var again = bench.Receiver.Requests.Skip(before).Select(request => Guid.Parse(request.Header("webhook-id")!));
        Assert.Equal(failed.Order(), again.Order());
    }

    [Fact]
    [Trait("Row", "RPL-02")]
    public async Task Remapping_all_sends_corrected_records_under_the_same_ids_and_the_ledger_stands_still()
    {
        var plain = new PlainIntegration(recordsMax: 1) { Mapper = _ => Mapping.Mapped("\"wrong\""u8.ToArray()) };
        await using var bench = await ReplayBench.StartAsync(plain);
        var ids = await bench.SettledAsync("a", "b", "a");
        var before = await bench.LedgerAsync();
        await MendAsync(bench);

        var replay = await bench.RunAsync(bench.Request(ReplayMode.RemapAll));

        Assert.Equal(3, ReplayBench.Count(replay, "delivered"));
        Assert.Equal(["wrong", "wrong", "wrong"], bench.Arrived().Take(3));
        Assert.Equal(["a", "a", "b"], bench.Arrived().Skip(3).Order());
        Assert.Equal(ids.Order(), bench.Receiver.Requests.Skip(3).Select(request => Guid.Parse(request.Header("webhook-id")!)).Order());
        Assert.Equal(before with { OldestPendingAt = null }, await bench.LedgerAsync());
    }

    [Fact]
    [Trait("Row", "RPL-03")]
    public async Task New_keys_are_other_ids_and_the_same_ones_in_each_attempt()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        var ids = await bench.SettledAsync("a");
        var answers = new Queue<int>([503, 503, 200]);
        bench.Receiver.Answer = _ => answers.Dequeue();

        await bench.RunAsync(bench.Request(ReplayMode.RemapAll) with { NewKeys = true });

        var sent = bench.Receiver.Requests.Select(request => request.Header("webhook-id")).ToList();
        Assert.Equal(ids[0].ToString(), sent[0]);
        Assert.NotEqual(sent[0], sent[1]);
        Assert.Single(sent.Skip(1).Distinct());
    }

    [Fact]
    [Trait("Row", "RPL-06")]
    [Trait("Row", "E13")]
    public async Task The_same_request_is_the_same_replay_and_another_key_runs_again()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        await bench.SettledAsync("a", "b");
        var request = bench.Request(ReplayMode.RemapAll, new ReplayFilter { Identity = "a" });
        var first = await bench.RunAsync(request);

        var again = await bench.Replays.CreateAsync(request with { }, "test", default);
        var other = await bench.RunAsync(request with { Key = "once more" });

        Assert.Equal((first.Id, false), (again!.Value.Replay.Id, again.Value.IsNew));
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(["a", "a"], bench.Arrived().Skip(2));
        bench.Bench.Clock.Advance(TimeSpan.FromHours(25));
        Assert.True((await bench.Replays.CreateAsync(request, "test", default))!.Value.IsNew);
    }

    [Fact]
    [Trait("Row", "RPL-07")]
    public async Task A_dry_run_counts_exactly_what_the_run_delivers_and_shows_old_and_new()
    {
        var plain = new PlainIntegration(recordsMax: 1) { Mapper = _ => Mapping.Mapped("\"wrong\""u8.ToArray()) };
        await using var bench = await ReplayBench.StartAsync(plain);
        await bench.SettledAsync("user-1", "user-2", "other", "user-1");
        bench.Bench.Clock.Advance(TimeSpan.FromHours(1));
        var from = bench.Bench.Clock.GetUtcNow();
        await bench.SettledAsync("user-1", "user-3", "other");
        await Eventually.TrueAsync("attempts are kept", async () =>
        {
            bench.Bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await bench.Bench.Storage.Attempts.RecentAsync(bench.Destination, 100, default)).Count == 7;
        });
        await MendAsync(bench);
        var request = bench.Request(ReplayMode.RemapAll, new ReplayFilter { IdentityPrefix = "user-", OccurredFrom = from, Flag = "button", MapperTo = 1 });

        var preview = await bench.Replays.DryRunAsync(request, default);
        var replay = await bench.RunAsync(request);

        Assert.Equal((2, 2), (preview!.Selected, ReplayBench.Count(replay, "delivered")));
        Assert.Equal((7, 7), (preview.Examined, replay.Examined));
        var sample = Assert.Single(preview.Samples, sample => sample.Identity == "user-3");
        Assert.Equal(("[\"wrong\"]", "[\"user-3\"]", 1, 2), (sample.Old, sample.New.Records, sample.OldVersion, preview.MapperVersion));
        Assert.Equal(["$[0]"], sample.Differences);
        foreach (var nothing in (ReplayFilter[])[new() { Flag = "no such" }, new() { ErrorClass = "refused" }, new() { MapperFrom = 2 }, new() { Outcome = "parked" }, new() { AcceptedTo = SomeEvents.Start.AddSeconds(-1) }])
            Assert.Equal(0, (await bench.Replays.DryRunAsync(request with { Filter = nothing }, default))!.Selected);
    }

    [Fact]
    [Trait("Row", "RPL-12")]
    [Trait("Row", "E12")]
    public async Task A_deleted_destination_ends_its_replays_and_takes_no_new_one()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "b", "c");
        bench.Receiver.Answer = _ => 503;
        var id = (await bench.Replays.CreateAsync(bench.Request(ReplayMode.RemapFailed), "test", default))!.Value.Replay.Id;
        await bench.Bench.DriveAsync("all are taken", async () => (await bench.Replays.FindAsync(id, default))!.Taken == 3);

        Assert.True(await bench.Bench.Store.DeleteAsync(bench.Destination, default));

        var replay = await bench.Replays.FindAsync(id, default);
        Assert.Equal((ReplayState.Cancelled, 0, 3), (replay!.State, replay.Outstanding, ReplayBench.Count(replay, "cancelled")));
        Assert.Equal(3, (await bench.LedgerAsync()).Cancelled);
        Assert.Null(await bench.Replays.CreateAsync(bench.Request(ReplayMode.RemapAll), "test", default));
    }

    [Fact]
    public async Task A_cancelled_replay_parks_again_what_it_had_taken_and_sends_none_of_it_when_the_receiver_is_mended()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync([.. Enumerable.Range(0, 9).Select(n => $"bad-{n}")]);
        bench.Receiver.Answer = _ => 503;
        var id = (await bench.Replays.CreateAsync(bench.Request(ReplayMode.ResendFailed), "test", default))!.Value.Replay.Id;
        var before = bench.Receiver.Requests.Count;
        await bench.Bench.DriveAsync("it is tried", () => Task.FromResult(bench.Receiver.Requests.Count > before));
        Assert.Equal((9, 0), ((await bench.LedgerAsync()).Pending, (await bench.LedgerAsync()).Parked));

        Assert.True(await bench.Replays.SetStateAsync(id, ReplayState.Cancelled, default));
        Assert.Equal((0, 9), ((await bench.LedgerAsync()).Pending, (await bench.LedgerAsync()).Parked));
        await bench.Bench.PassAsync(TimeSpan.FromSeconds(10));
        bench.Receiver.Answer = _ => 200;
        var sent = bench.Receiver.Requests.Count;
        await bench.Bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(sent, bench.Receiver.Requests.Count);
        Assert.False(await bench.Replays.SetStateAsync(id, ReplayState.Running, default));
    }

    [Fact]
    [Trait("Row", "RPL-11")]
    public async Task An_identity_that_is_erased_during_a_replay_vanishes_from_the_rest_of_it()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        await bench.SettledAsync("bob", "alice", "alice", "carol");
        var environment = (await bench.Bench.Store.DestinationsAsync(default))[0].EnvironmentId;
        bench.Receiver.Answer = _ => 503;
        var id = (await bench.Replays.CreateAsync(bench.Request(ReplayMode.RemapAll), "test", default))!.Value.Replay.Id;
        await bench.Bench.DriveAsync("all are taken", async () => (await bench.Replays.FindAsync(id, default))!.Taken == 4);
        Assert.True(await bench.Replays.SetStateAsync(id, ReplayState.Paused, default));
        await bench.Bench.PassAsync(TimeSpan.FromMinutes(1));   // what is under way ends
        var before = bench.Arrived().Count;

        await bench.Bench.Storage.Erasures.EraseAsync(environment, "alice", default);
        bench.Receiver.Answer = _ => 200;
        Assert.True(await bench.Replays.SetStateAsync(id, ReplayState.Running, default));
        Replay? replay = null;
        await bench.Bench.DriveAsync("the replay is done", async () => (replay = await bench.Replays.FindAsync(id, default))?.State == ReplayState.Done);

        Assert.Equal(["bob", "carol"], bench.Arrived().Skip(before).Order());
        Assert.Equal((4, 2, 2), (replay!.Taken, ReplayBench.Count(replay, "delivered"), ReplayBench.Count(replay, "cancelled")));
        Assert.Equal((4, 4), ((await bench.LedgerAsync()).Accepted, (await bench.LedgerAsync()).Delivered));
    }

    [Fact]
    public async Task A_paused_replay_waits_and_a_resumed_one_goes_on()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "b", "c");
        bench.Receiver.Answer = _ => 503;
        var id = (await bench.Replays.CreateAsync(bench.Request(ReplayMode.ResendFailed), "test", default))!.Value.Replay.Id;
        await bench.Bench.DriveAsync("all are taken", async () => (await bench.Replays.FindAsync(id, default))!.Taken == 3);
        Assert.True(await bench.Replays.SetStateAsync(id, ReplayState.Paused, default));
        await bench.Bench.PassAsync(TimeSpan.FromSeconds(10));
        var sent = bench.Receiver.Requests.Count;
        bench.Receiver.Answer = _ => 200;
        await bench.Bench.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(sent, bench.Receiver.Requests.Count);

        Assert.True(await bench.Replays.SetStateAsync(id, ReplayState.Running, default));
        await bench.Bench.DriveAsync("it is done", async () => (await bench.Replays.FindAsync(id, default))!.State == ReplayState.Done);
        Assert.Equal(3, (await bench.LedgerAsync()).Delivered);
    }

    [Fact]
    public async Task Verifying_maps_everything_and_sends_nothing()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        await bench.SettledAsync("a", "b", "c");
        await bench.RestartAsync();
        bench.Plain.Mapper = happened => happened.Identifier switch
        {
            "a" => throw new InvalidOperationException(),
            "b" => Mapping.Parked("reserved_id", ""),
            _ => Mapping.Mapped("1"u8.ToArray()),
        };

        var replay = await bench.RunAsync(bench.Request(ReplayMode.VerifyOnly));

        Assert.Equal(
            [("mapped", "", 1L), ("mapper_error", "InvalidOperationException", 1L), ("parked", "reserved_id", 1L)],
            replay.Outcomes.Select(count => (count.Outcome, count.Reason, count.Events)));
        Assert.Equal(3, bench.Receiver.Requests.Count);
    }

    [Fact]
    [Trait("Row", "ORD-03")]
    public async Task An_older_state_never_follows_a_newer_one_and_its_history_is_sent_all_the_same()
    {
        var plain = new PlainIntegration(recordsMax: 2)
        {
            IsProfile = true,
            Mapper = happened => Mapping.Mapped(Json($"state {happened.Sequence}"), Json($"history {happened.Sequence}")) with { States = 1 },
        };
        await using var bench = await ReplayBench.StartAsync(plain);
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "a", "b");
        bench.Receiver.Answer = _ => 200;
        await bench.SettledAsync("a");
        var before = bench.Receiver.Requests.Count;

        var replay = await bench.RunAsync(bench.Request(ReplayMode.RemapFailed));

        Assert.Equal(3, ReplayBench.Count(replay, "delivered"));
        var sent = bench.Receiver.Requests.Skip(before).SelectMany(request => request.Json.EnumerateArray().Select(each => each.GetString()));
        Assert.Equal(["history 1", "history 2", "history 3", "state 3"], sent.Order());

        static byte[] Json(string text) => Encoding.UTF8.GetBytes($"\"{text}\"");
    }

    [Fact]
    public async Task A_stale_state_without_history_is_counted_apart_as_filtered()
    {
        var plain = new PlainIntegration(recordsMax: 1)
        {
            IsProfile = true,
            Mapper = happened => Mapping.Mapped(Encoding.UTF8.GetBytes($"{happened.Sequence}")) with { States = 1 },
        };
        await using var bench = await ReplayBench.StartAsync(plain);
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "a", "a");
        bench.Receiver.Answer = _ => 200;
        var before = bench.Receiver.Requests.Count;

        var replay = await bench.RunAsync(bench.Request(ReplayMode.RemapFailed));

        Assert.Equal((2, 1), (ReplayBench.Count(replay, "stale"), ReplayBench.Count(replay, "delivered")));
        Assert.Equal(3, Assert.Single(bench.Receiver.Requests.Skip(before)).Json[0].GetInt32());
        Assert.Equal((1, 2), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Filtered));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replay_that_stays_paused_or_cannot_send_for_a_month_is_cancelled_so_that_the_log_can_let_go(bool isPaused)
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "b");
        bench.Receiver.Answer = _ => 401;
        var id = (await bench.Replays.CreateAsync(bench.Request(ReplayMode.RemapFailed), "test", default))!.Value.Replay.Id;
        await Eventually.TrueAsync("it has taken", async () => (await bench.Replays.FindAsync(id, default))?.Taken == 2);
        if (isPaused)
        {
            // Begun long ago is not paused for long.
            await bench.Bench.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromMinutes(50));
            Assert.True(await bench.Replays.SetStateAsync(id, ReplayState.Paused, default));
        }

        await bench.Bench.PassAsync(TimeSpan.FromDays(29), TimeSpan.FromMinutes(50));
        var earlier = await bench.Replays.FindAsync(id, default);
        await bench.Bench.PassAsync(TimeSpan.FromDays(2), TimeSpan.FromMinutes(50));
        await Eventually.TrueAsync("it is cancelled", async () => (await bench.Replays.FindAsync(id, default))?.State == ReplayState.Cancelled);

        Assert.Equal(isPaused ? ReplayState.Paused : ReplayState.Running, earlier!.State);
        Assert.Equal((0, 2), ((await bench.LedgerAsync()).Pending, (await bench.LedgerAsync()).Parked));
    }

    [Fact]
    [Trait("Row", "AGE-02")]
    public async Task An_event_that_is_too_old_for_the_receiver_is_parked_and_never_sent_under_another_time()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1) { Oldest = TimeSpan.FromHours(18) });
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => 200;
        bench.Bench.Clock.Advance(TimeSpan.FromHours(19));

        var replay = await bench.RunAsync(bench.Request(ReplayMode.ResendFailed));

        Assert.Equal(new ReplayCount("parked", "too_old", 1), Assert.Single(replay.Outcomes));
        Assert.Equal(1, (await bench.LedgerAsync()).Parked);
        Assert.Single(bench.Receiver.Requests);
    }

    [Fact]
    [Trait("Row", "DRL-05")]
    public async Task Nine_days_of_a_broken_mapper_are_delivered_with_their_own_times_once_it_is_mended()
    {
        var plain = new PlainIntegration(recordsMax: 1) { Mapper = _ => Mapping.Parked("mapper_error", "get_flags() takes 2 arguments") };
        await using var bench = await ReplayBench.StartAsync(plain);
        var expected = new List<string>();
        for (var day = 0; day < 9; day++)
        {
            expected.AddRange([$"{bench.Bench.Clock.GetUtcNow():O} alice", $"{bench.Bench.Clock.GetUtcNow():O} bob"]);
            await bench.SettledAsync("alice", "bob");
            bench.Bench.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal((18, 0), ((await bench.LedgerAsync()).Parked, bench.Receiver.Requests.Count));
        plain.Mapper = happened => Mapping.Mapped(Encoding.UTF8.GetBytes($"\"{happened.OccurredAt:O} {happened.Identifier}\""));
        plain.Version = 2;
        await bench.RestartAsync();
        Assert.Equal(0, (await bench.Replays.DryRunAsync(bench.Request(ReplayMode.ResendFailed), default))!.Selected);
        Assert.Equal(18, (await bench.Replays.DryRunAsync(bench.Request(ReplayMode.RemapFailed), default))!.Selected);

        var replay = await bench.RunAsync(bench.Request(ReplayMode.RemapFailed));

        Assert.Equal(18, ReplayBench.Count(replay, "delivered"));
        Assert.Equal(expected.Order(), bench.Arrived().Order());
        var alice = bench.Arrived().Where(each => each.EndsWith("alice", StringComparison.Ordinal)).ToList();
        Assert.Equal(alice.Order(), alice);
        Assert.Equal(18, (await bench.LedgerAsync()).Delivered);
    }

    [Fact]
    public async Task What_was_delivered_earlier_and_is_refused_now_is_told_by_the_replay_and_stays_delivered()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => 400;

        var replay = await bench.RunAsync(bench.Request(ReplayMode.RemapAll));

        Assert.Equal(new ReplayCount("refused", "refused", 1), Assert.Single(replay.Outcomes));
        var ledger = await bench.LedgerAsync();
        Assert.Equal((1, 0), (ledger.Delivered, ledger.Parked));
    }

    [Fact]
    public async Task A_cancelled_event_is_only_taken_when_it_is_asked_for()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");
        await bench.Parked.CancelAsync(new Parking.ParkedQuery(), "not needed", "test", default);
        bench.Receiver.Answer = _ => 200;

        Assert.Equal(0, (await bench.Replays.DryRunAsync(bench.Request(ReplayMode.RemapAll), default))!.Selected);
        var replay = await bench.RunAsync(bench.Request(ReplayMode.RemapAll, new ReplayFilter { Outcome = "cancelled" }));

        Assert.Equal(1, ReplayBench.Count(replay, "delivered"));
        Assert.Equal(1, (await bench.LedgerAsync()).Cancelled);
    }

    private static async Task MendAsync(ReplayBench bench)
    {
        bench.Plain.Mapper = new PlainIntegration().Mapper;
        bench.Plain.Version = 2;
        await bench.RestartAsync();
    }
}
