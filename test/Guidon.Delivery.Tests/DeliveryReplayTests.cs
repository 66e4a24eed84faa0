using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>A second source sends behind live traffic, never in its way.</summary>
public sealed class DeliveryReplayTests
{
    [Fact]
    public async Task Replayed_events_go_out_with_their_own_ids_and_are_reported_once()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var ids = await bench.AppendAsync("a", "b", "a", "c");
        var replay = new ListedReplay(await bench.LoggedAsync());
        bench.Replays = replay;
        await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));   // after the events: nothing of it is live

        bench.Start();
        await bench.DriveAsync("all are settled", () => Task.FromResult(replay.Settled.Count == 4));

        Assert.Equal(ids.Order(), DeliveryFaultTests.Arrived(receiver).Order());
        Assert.Equal([ids[0], ids[2]], DeliveryFaultTests.FirstArrivals(receiver, "a"));
        Assert.All(replay.Settled, outcome => Assert.Equal(EventState.Delivered, outcome.State));
    }

    [Fact]
    [Trait("Row", "RPL-04")]
    [Trait("Row", "L04")]
    public async Task Live_events_overtake_a_replay_which_takes_at_most_half_of_the_requests()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        await bench.AppendAsync([.. Enumerable.Range(0, 300).Select(n => $"old-{n}")]);
        var replay = new ListedReplay(await bench.LoggedAsync());
        bench.Replays = replay;
        bench.Hanging = [receiver];
        var hangs = true;
        receiver.Answer = _ => hangs ? new Reply(200, Fault: ReplyFault.Hang) : 200;
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        await Eventually.TrueAsync("the replay has its four requests", () => receiver.Hanging == 4);

        hangs = false;
        await bench.AppendAsync("new-1", "new-2", "new-3");
        // Not the ledger, which may wait for a moment that this clock does not bring by itself.
        await Eventually.TrueAsync("live events arrive while it hangs", () =>
            receiver.Requests.Count(request => request.Json.GetProperty("identity").GetString()!.StartsWith("new-", StringComparison.Ordinal)) == 3);

        Assert.Equal(4, receiver.Hanging);
        bench.Clock.Advance(TimeSpan.FromSeconds(15));
        await bench.DriveAsync("the rest follows", () => Task.FromResult(replay.Settled.Count == 300));
        Assert.Equal(3, (await bench.DrainAsync(destination)).Delivered);
    }

    [Fact]
    public async Task An_identity_has_one_request_in_flight_whichever_source_it_comes_from()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        await bench.AppendAsync("a");
        var replay = new ListedReplay(await bench.LoggedAsync());
        bench.Replays = replay;
        bench.Hanging = [receiver];
        receiver.Answer = _ => receiver.Requests.Count == 0 ? new Reply(200, Fault: ReplyFault.Hang) : 200;
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        await Eventually.TrueAsync("the replayed one hangs", () => receiver.Hanging == 1);

        await bench.AppendAsync("a", "b");
        await Eventually.TrueAsync("b arrived", () => receiver.Requests.Count == 2);

        Assert.Equal("b", receiver.Requests[1].Json.GetProperty("identity").GetString());
        bench.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(2, (await bench.DrainAsync(destination)).Delivered);
        await bench.DriveAsync("the replay ends", () => Task.FromResult(replay.Settled.Count == 1));
    }

    [Fact]
    public async Task A_look_for_replays_that_fails_disturbs_no_live_event_and_is_made_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        await bench.AppendAsync("old");
        var replay = new ListedReplay(await bench.LoggedAsync());
        var failing = new FailingReplay(replay);
        bench.Replays = failing;
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        await bench.AppendAsync("new-1", "new-2");

        // Time stands still, and a pump that started over would wait for it to go on.
        await Eventually.TrueAsync("live events arrive", async () => (await bench.StatusAsync(destination)).Ledger.Delivered == 2);

        Assert.InRange(failing.Refused, 1, 2);
        failing.IsDown = false;
        await bench.DriveAsync("the replay follows", () => Task.FromResult(replay.Settled.Count == 1));
    }

    [Fact]
    public async Task A_mapper_that_throws_at_a_replayed_event_parks_it_again_and_holds_nobody()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration();
        var mapper = plain.Mapper;
        plain.Mapper = happened => happened.Identifier == "bad" ? throw new InvalidOperationException() : mapper(happened);
        await bench.AppendAsync("bad", "good");
        var replay = new ListedReplay(await bench.LoggedAsync());
        bench.Replays = replay;
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        bench.Start(plain);

        await bench.DriveAsync("both are settled", () => Task.FromResult(replay.Settled.Count == 2));

        Assert.Equal([EventState.Parked, EventState.Delivered], replay.Settled.Select(outcome => outcome.State));
        Assert.Equal(DestinationState.Active, (await bench.StatusAsync(destination)).Destination.State);
    }
}
