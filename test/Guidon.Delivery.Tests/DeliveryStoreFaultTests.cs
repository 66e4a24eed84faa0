using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>The store fails, or another hand uses it: nothing is lost, nothing is sent for ever.</summary>
public sealed class DeliveryStoreFaultTests
{
    [Fact]
    public async Task A_full_disk_does_not_send_the_same_events_again_and_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var store = new FailingStore(bench.Store) { IsFull = true };
        bench.Store = store;
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        await bench.AppendAsync("a", "b", "c");
        await bench.DriveAsync("progress was refused five times", () => Task.FromResult(store.Refused >= 5));
        var pending = (await bench.StatusAsync(destination)).Ledger.Pending;

        store.IsFull = false;
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(3, pending);
        Assert.Equal((3, 3), (ledger.Delivered, receiver.Requests.Count));
    }

    [Fact]
    public async Task A_cursor_that_another_hand_moved_is_read_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? 503 : 200;
        bench.Start();
        await bench.AppendAsync("a");
        await Eventually.TrueAsync("it failed once", () => receiver.Requests.Count == 1);
        var cursor = await bench.Store.CursorAsync(destination, default);
        var other = new DeliveryProgress
        {
            DestinationId = destination,
            CursorFrom = cursor,
            CursorTo = cursor + 1,
            Delivered = 1,
            Filtered = 0,
            Parked = [],
        };

        Assert.True(await bench.Store.CommitAsync(other, default));
        await bench.AppendAsync("b");

        Assert.Equal(2, (await bench.DrainAsync(destination)).Delivered);
    }

    [Fact]
    public async Task Pumps_take_their_turns_between_the_ledgers_of_one_reading()
    {
        await using var bench = await DeliveryBench.OpenAsync(environments: 3);
        var store = new FailingStore(bench.Store);
        using var quiet = new QuietThreads(1);
        (bench.Store, bench.Quiet) = (store, quiet);
        for (var environment = 0; environment < 3; environment++) await bench.AddToAsync(environment, "webhook", ("url", "http://127.0.0.1:9/"));
        var turns = new List<string>();
        store.Looked = () =>
        {
            turns.Add("ledger");
            quiet.OnCompleted(() => turns.Add("pump"));
        };

        bench.Start();
        await Eventually.TrueAsync("all are read", () => bench.Service.Reading.Destinations.Count == 3);
        await quiet.TakeTurnAsync();

        Assert.Equal(["ledger", "pump", "ledger", "pump", "ledger", "pump"], turns.Take(6));
    }

    [Fact]
    public async Task Settings_that_cannot_be_opened_hold_the_destination_until_they_are_entered_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        await bench.Store.ChangeSettingsAsync(destination, new byte[] { 0, 1, 2 }, default);
        bench.Start();
        await bench.AppendAsync("a");

        await bench.StateAsync(destination, DestinationState.Held);
        var held = await bench.StatusAsync(destination);
        await bench.ChangeAsync(destination, ("url", receiver.Address.ToString()));

        Assert.Equal("settings_unreadable", held.Destination.HeldReason);
        Assert.Equal(1, (await bench.DrainAsync(destination)).Delivered);
    }
}
