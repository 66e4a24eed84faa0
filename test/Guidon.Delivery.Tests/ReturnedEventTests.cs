using System.Text;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Delivery.Settings;
using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>What is sent once more: what it must not overtake, what it must not stop, and what it is known by.</summary>
public sealed class ReturnedEventTests
{
    [Fact]
    public async Task A_source_that_looks_for_long_stops_no_live_event()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        await bench.AppendAsync("old");
        var replay = new ListedReplay(await bench.LoggedAsync());
        var late = new LateReplay(replay);
        late.Close();
        bench.Replays = late;
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        await Eventually.TrueAsync("the source looks", () => late.Waiting == 1);

        await bench.AppendAsync("new-1", "new-2");

        Assert.Equal(2, (await bench.DrainAsync(destination)).Delivered);
        Assert.Equal(1, late.Waiting);
        late.Release();
        await bench.DriveAsync("the rest follows", () => Task.FromResult(replay.Settled.Count == 1));
    }

    [Fact]
    [Trait("Row", "ORD-03")]
    public async Task A_state_that_went_out_while_the_source_looked_is_not_followed_by_the_older_one()
    {
        LateReplay? late = null;
        await using var bench = await ReplayBench.StartAsync(Profile(), source => late = new LateReplay(source));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => 200;
        var before = bench.Receiver.Requests.Count;
        late!.Close();
        await bench.Parked.RetryAsync(new ParkedQuery(), default);
        bench.Bench.Service.ReplaysChanged();
        await Eventually.TrueAsync("the source has looked", () => late.Waiting == 1);

        await bench.Bench.AppendAsync("a");
        await bench.Bench.DriveAsync("the newer state is there", () => Task.FromResult(bench.Receiver.Requests.Count == before + 1));
        late.Release();
        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal(2, Assert.Single(bench.Receiver.Requests.Skip(before)).Json[0].GetInt32());
        Assert.Equal((1, 1), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Filtered));
    }

    [Fact]
    public async Task The_newest_of_each_identity_is_found_however_few_are_remembered_at_a_time()
    {
        await using var bench = await ReplayBench.StartAsync(Profile());
        string[] identities = ["a", "b", "c", "d", "e", "f"];
        bench.Receiver.Answer = request => request.Json[0].GetInt32() > 12 ? 400 : 200;
        await bench.SettledAsync([.. identities, .. identities, "a"]);   // the last one is parked: nobody has it
        var logged = await bench.Bench.LoggedAsync();
        var newest = new NewestStates(bench.Bench.Storage.Replays, bench.Destination, identitiesMax: 3);
        var turns = 0;

        var stale = new List<long>();
        foreach (var portion in logged.Chunk(2))
        {
            Assert.Equal(13, await newest.LookAsync(portion, TurnAsync, default));
            stale.AddRange(portion.Where(logged => newest.IsStale(logged, isOnChange: false)).Select(each => each.Sequence));
        }

        Assert.Equal([1, 2, 3, 4, 5, 6], stale);
        Assert.InRange(turns, 7, 30);

        ValueTask TurnAsync()
        {
            turns++;
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_replay_with_two_hundred_newer_ones_goes_on_when_it_is_resumed()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        await bench.SettledAsync("a");
        var request = bench.Request(ReplayMode.RemapAll);
        bench.Receiver.Answer = _ => 503;
        var first = (await bench.Replays.CreateAsync(request, "test", default))!.Value.Replay.Id;
        Assert.True(await bench.Replays.SetStateAsync(first, ReplayState.Paused, default));
        var store = bench.Bench.Storage.Replays;
        for (var n = 0; n < 200; n++)
        {
            var newer = await store.CreateAsync(request with { Key = $"newer {n}" }, "test", default);
            Assert.True(await store.SetStateAsync(newer!.Value.Replay.Id, ReplayState.Cancelled, default));
        }

        bench.Receiver.Answer = _ => 200;
        Assert.True(await bench.Replays.SetStateAsync(first, ReplayState.Running, default));

        await bench.Bench.DriveAsync("it is done", async () => (await bench.Replays.FindAsync(first, default))?.State == ReplayState.Done);
    }

    [Fact]
    [Trait("Row", "RPL-03")]
    public async Task What_a_replay_with_new_keys_parks_is_known_by_the_id_of_the_log()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        bench.Receiver.Answer = _ => 400;
        var ids = await bench.SettledAsync("a");

        var replay = await bench.RunAsync(bench.Request(ReplayMode.ResendFailed) with { NewKeys = true });

        Assert.Equal(1, ReplayBench.Count(replay, "parked"));
        Assert.NotEqual(ids[0].ToString(), bench.Receiver.Requests[^1].Header("webhook-id"));
        Assert.Equal(ids[0], Assert.Single(await bench.Bench.Storage.Parked.ListAsync(new ParkedQuery(), new ParkedKey(0, 0), 10, default)).Parked.EventId);
    }

    [Fact]
    public async Task A_parked_event_whose_newer_one_has_left_the_log_is_sent_without_its_state()
    {
        await using var bench = await ReplayBench.StartAsync(WithHistory());
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => 200;
        await bench.SettledAsync("a", "b");
        var environment = (await bench.Bench.LoggedAsync())[0].EnvironmentId;
        Assert.Equal(2, (await bench.Bench.Storage.Retention.DropAsync(environment, 0, DateTimeOffset.MaxValue, 100, default)).Dropped);

        Assert.Equal(["history 1"], await RetriedAsync(bench));
    }

    [Fact]
    public async Task A_parked_state_for_which_an_equal_one_was_left_out_is_told_when_it_is_retried()
    {
        await using var bench = await ReplayBench.StartAsync(WithHistory(), (DeliverSetting.Name, DeliverSetting.OnChange));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a", "a");
        bench.Receiver.Answer = _ => 200;

        Assert.Equal(["state 1", "history 1"], await RetriedAsync(bench));
        Assert.Equal((1, 1), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Filtered));
    }

    [Fact]
    public async Task A_parked_state_is_not_told_over_a_newer_one_that_differs()
    {
        await using var bench = await ReplayBench.StartAsync(WithHistory(), (DeliverSetting.Name, DeliverSetting.OnChange));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => 200;
        await bench.Bench.AppendAsync(environment: 0, outcome: 1, "a");
        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal(["history 1"], await RetriedAsync(bench));
    }

    [Fact]
    public async Task After_an_event_that_was_sent_once_more_the_next_evaluation_is_told_whatever_it_says()
    {
        await using var bench = await ReplayBench.StartAsync(WithHistory(), (DeliverSetting.Name, DeliverSetting.OnChange));
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => 400;
        await bench.Bench.AppendAsync(environment: 0, outcome: 1, "a");
        await bench.Bench.DrainAsync(bench.Destination);
        bench.Receiver.Answer = _ => 200;
        Assert.Equal(["state 2", "history 2"], await RetriedAsync(bench));

        await bench.SettledAsync("a");

        Assert.Equal("state 3", bench.Receiver.Requests[^1].Json[0].GetString());
    }

    // What arrives when everything that is parked is sent again.
    private static async Task<List<string?>> RetriedAsync(ReplayBench bench)
    {
        var before = bench.Receiver.Requests.Count;
        await bench.Parked.RetryAsync(new ParkedQuery(), default);
        bench.Bench.Service.ReplaysChanged();
        await bench.Bench.DrainAsync(bench.Destination);
        return [.. bench.Receiver.Requests.Skip(before).SelectMany(request => request.Json.EnumerateArray().Select(each => each.GetString()))];
    }

    private static PlainIntegration WithHistory() => new(recordsMax: 2)
    {
        IsProfile = true,
        Mapper = happened => Mapping.Mapped(Encoding.UTF8.GetBytes($"\"state {happened.Sequence}\""), Encoding.UTF8.GetBytes($"\"history {happened.Sequence}\"")) with { States = 1 },
    };

    [Theory]
    [Trait("Row", "RPL-11")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_identity_that_is_erased_while_its_events_are_handed_out_is_not_sent_any_more(bool byHand)
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1));
        if (byHand) bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("bob", "alice", "alice", "carol");
        bench.Receiver.Answer = _ => 401;
        if (byHand) await bench.Parked.RetryAsync(new ParkedQuery(), default);
        else await bench.Replays.CreateAsync(bench.Request(ReplayMode.RemapAll), "test", default);
        bench.Bench.Service.ReplaysChanged();
        await bench.Bench.StateAsync(bench.Destination, DestinationState.Held);
        await Eventually.TrueAsync("the probe is over", () => bench.Bench.Service.InFlight == 0);
        var before = bench.Receiver.Requests.Count;

        await bench.Bench.Storage.Erasures.EraseAsync((await bench.Bench.LoggedAsync())[0].EnvironmentId, "alice", default);
        bench.Receiver.Answer = _ => 200;
        bench.Bench.Service.Changed();
        await Eventually.TrueAsync("another pump sends what is left, and no time passes", () => bench.Arrived().Count == before + 2);
        await bench.Bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["bob", "carol"], bench.Arrived().Skip(before).Order());
        Assert.Equal(0, (await bench.LedgerAsync()).Pending);
    }

    private static PlainIntegration Profile() => new(recordsMax: 1)
    {
        IsProfile = true,
        Mapper = happened => Mapping.Mapped(Encoding.UTF8.GetBytes($"{happened.Sequence}")) with { States = 1 },
    };
}
