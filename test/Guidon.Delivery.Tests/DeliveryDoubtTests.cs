using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>Attempts of which nobody knows whether they were taken, and a process that ends meanwhile.</summary>
public sealed class DeliveryDoubtTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    [Theory]
    [Trait("Row", "RTY-02")]
    [InlineData("prefer_gap", 4, 1, 0)]
    [InlineData("prefer_gap", 6, 0, 1)]
    [InlineData("prefer_duplicate", 6, 1, 0)]
    public async Task A_process_that_ends_during_an_attempt_leaves_its_doubt_to_the_next(string policy, int minutes, int delivered, int parked)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()), ("ambiguous_attempts", policy));
        receiver.Answer = _ => new Reply(200, Fault: ReplyFault.Hang);
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        var ids = await bench.AppendAsync("a");
        await Eventually.TrueAsync("the request is there", () => receiver.Requests.Count == 1);
        await bench.Service.DisposeAsync();
        receiver.Answer = _ => 200;

        bench.Clock.Advance(TimeSpan.FromMinutes(minutes));
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((delivered, parked), (ledger.Delivered, ledger.Parked));
        Assert.Equal(1 + delivered, receiver.Requests.Count);
        Assert.All(receiver.Requests, request => Assert.Equal(ids[0].ToString(), request.Header("webhook-id")));
    }

    [Fact]
    public async Task A_receiver_that_says_no_leaves_no_doubt()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()), ("ambiguous_attempts", "prefer_gap"));
        receiver.Answer = _ => 503;
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        await bench.AppendAsync("a");
        await Eventually.TrueAsync("it was refused", () => receiver.Requests.Count == 1 && bench.Service.InFlight == 0);
        await bench.Service.DisposeAsync();
        receiver.Answer = _ => 200;

        bench.Clock.Advance(TimeSpan.FromDays(1));
        bench.Start(new PlainIntegration { DedupeWindow = s_window });

        Assert.Equal(1, (await bench.DrainAsync(destination)).Delivered);
    }

    [Fact]
    public async Task What_was_delivered_is_in_doubt_no_more()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()), ("ambiguous_attempts", "prefer_gap"));
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        await bench.AppendAsync("a", "b", "c");

        Assert.Equal(3, (await bench.DrainAsync(destination)).Delivered);

        Assert.Empty((await bench.Storage.Doubts.EarlierAsync(destination, default)).Doubts);
    }

    [Fact]
    public async Task What_was_in_doubt_before_a_restart_and_is_parked_by_the_mapper_after_it_may_be_taken()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await BringInDoubtAsync(bench, receiver);
        await bench.RestartAsync(new PlainIntegration { Mapper = _ => Mapping.Parked("too_strange", "") });

        Assert.Equal(1, (await bench.DrainAsync(destination)).Parked);

        var entry = Assert.Single(await bench.Storage.Parked.ListAsync(new ParkedQuery { DestinationId = destination }, default, 10, default));
        Assert.True(entry.Parked.MayBeTaken);
    }

    [Fact]
    public async Task Of_a_batch_in_which_some_are_in_doubt_already_the_others_are_stored_too()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await BringInDoubtAsync(bench, receiver);

        await bench.AppendAsync("b");

        await bench.DriveAsync("both are", async () => (await bench.Storage.Doubts.EarlierAsync(destination, default)).Doubts.Count == 2);
    }

    [Fact]
    public async Task A_clear_refusal_of_a_batch_takes_back_the_doubt_of_those_that_had_none()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()), ("ambiguous_attempts", "prefer_gap"));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? new Reply(200, Fault: ReplyFault.Cut) : 503;
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        await bench.AppendAsync("a");
        await Eventually.TrueAsync("it is in doubt", () => receiver.Requests.Count == 1 && bench.Service.InFlight == 0);
        await bench.AppendAsync("b");
        await bench.DriveAsync("both were refused", () => Task.FromResult(receiver.Requests.Any(request => request.Json.GetArrayLength() == 2)));
        await Eventually.TrueAsync("the attempt has ended", () => bench.Service.InFlight == 0);

        Assert.Single((await bench.Storage.Doubts.EarlierAsync(destination, default)).Doubts);
    }

    [Fact]
    [Trait("Row", "RPL-10")]
    public async Task What_a_gap_was_preferred_for_goes_out_eight_days_later_when_a_person_says_so_and_the_replay_records_it()
    {
        await using var bench = await ReplayBench.StartAsync(
            new PlainIntegration { DedupeWindow = s_window }, ("ambiguous_attempts", "prefer_gap"));
        bench.Receiver.Answer = _ => bench.Receiver.Requests.Count == 0 ? new Reply(200, Fault: ReplyFault.Cut) : 503;
        var ids = await bench.Bench.AppendAsync("a");
        await bench.Bench.PassAsync(TimeSpan.FromMinutes(8));
        Assert.Equal(1, (await bench.LedgerAsync()).Parked);
        var attempts = bench.Receiver.Requests.Count;
        bench.Receiver.Answer = _ => 200;
        await bench.Bench.PassAsync(TimeSpan.FromDays(8), TimeSpan.FromHours(1));
        Assert.Equal(attempts, bench.Receiver.Requests.Count);

        var replay = await bench.RunAsync(bench.Request(ReplayMode.ResendFailed));

        Assert.Equal(1, ReplayBench.Count(replay, "delivered"));
        Assert.Equal((1, 0), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Parked));
        Assert.Equal(ids[0].ToString(), bench.Receiver.Requests[^1].Header("webhook-id"));
    }

    [Fact]
    [Trait("Row", "DRL-07")]
    public async Task A_replay_remembers_that_an_attempt_was_ambiguous_and_says_how_many_may_be_there_twice()
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(1) { DedupeWindow = s_window });
        var cuts = 0;
        bench.Receiver.Answer = request => request.Json[0].GetString() == "a" && cuts++ == 0 ? new Reply(200, Fault: ReplyFault.Cut) : 400;
        await bench.Bench.AppendAsync("a", "b");
        await bench.Bench.DriveAsync("both are parked", async () => (await bench.LedgerAsync()).Parked == 2);
        await bench.RestartAsync();

        var preview = await bench.Replays.DryRunAsync(bench.Request(ReplayMode.ResendFailed), default);
        bench.Receiver.Answer = _ => 200;
        var replay = await bench.RunAsync(bench.Request(ReplayMode.ResendFailed));

        Assert.Equal((2, 1), (preview!.Selected, preview.Doubtful));
        Assert.Equal((2, 1), (ReplayBench.Count(replay, "delivered"), replay.PossibleDuplicates));
        Assert.Equal((2, 1), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Doubtful));
    }

    [Theory]
    [Trait("Row", "DRL-07")]
    [InlineData("prefer_duplicate", 200, ReplyFault.Cut, 1)]
    [InlineData("prefer_gap", 200, ReplyFault.Hang, 1)]
    [InlineData("prefer_gap", 503, ReplyFault.None, 0)]
    public async Task What_a_replays_attempt_left_in_doubt_is_known_after_a_restart(string policy, int status, ReplyFault fault, int doubtful)
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(1) { DedupeWindow = s_window }, ("ambiguous_attempts", policy));
        bench.Receiver.Answer = _ => 400;
        await bench.SettledAsync("a");
        bench.Receiver.Answer = _ => new Reply(status, Fault: fault);
        var before = bench.Receiver.Requests.Count;
        var replay = (await bench.Replays.CreateAsync(bench.Request(ReplayMode.ResendFailed), "test", default))!.Value.Replay.Id;
        await Eventually.TrueAsync("it is tried", () => bench.Receiver.Requests.Count > before);
        if (fault != ReplyFault.Hang) await Eventually.TrueAsync("the attempt has ended", () => bench.Bench.Service.InFlight == 0);

        await bench.RestartAsync();
        bench.Receiver.Answer = _ => 200;
        await bench.Bench.DrainAsync(bench.Destination);

        Assert.Equal(doubtful, (await bench.Replays.FindAsync(replay, default))!.PossibleDuplicates);
        Assert.Equal((1, doubtful), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Doubtful));
    }

    [Fact]
    [Trait("Row", "DRL-07")]
    public async Task What_was_in_doubt_before_a_restart_and_delivered_after_it_is_counted_as_doubtful()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => new Reply(200, Fault: ReplyFault.Cut);
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        await bench.AppendAsync("a");
        await bench.DriveAsync("it is in doubt", async () => (await bench.Storage.Doubts.EarlierAsync(destination, default)).Doubts.Count == 1);
        await bench.Service.DisposeAsync();
        receiver.Answer = _ => 200;
        bench.Start(new PlainIntegration { DedupeWindow = s_window });
        await bench.DrainAsync(destination);
        await bench.AppendAsync("b");

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((2, 1), (ledger.Delivered, ledger.Doubtful));
    }

    // One event, of which the receiver's answer is cut.
    private static async Task<int> BringInDoubtAsync(DeliveryBench bench, RecordingReceiver receiver)
    {
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => new Reply(200, Fault: ReplyFault.Cut);
        bench.Start(new PlainIntegration());
        await bench.AppendAsync("a");
        await bench.DriveAsync("it is in doubt", async () => (await bench.Storage.Doubts.EarlierAsync(destination, default)).Doubts.Count == 1);
        return destination;
    }
}
