using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>Receivers that fail for a while, in every way they can: nothing is lost, and what comes twice carries the same id.</summary>
public sealed class DeliveryFaultTests
{
    [Fact]
    public async Task A_receiver_that_answers_503_for_a_minute_gets_every_event_in_order()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var healsAt = bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        receiver.Answer = _ => bench.Clock.GetUtcNow() < healsAt ? 503 : 200;
        bench.Start();
        var ids = await bench.AppendAsync("a", "b", "a", "c", "b", "a");

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(6, ledger.Delivered);
        Assert.True(bench.Clock.GetUtcNow() < healsAt + TimeSpan.FromSeconds(90), "A mended receiver drains within a minute.");
        Assert.Equal(ids.Order(), Arrived(receiver).Distinct().Order());
        Assert.Equal([ids[0], ids[2], ids[5]], FirstArrivals(receiver, "a"));
        Assert.True(receiver.Requests.Count < 80, $"{receiver.Requests.Count} attempts for 6 events in a minute.");
    }

    [Fact]
    public async Task Ten_thousand_waiting_identities_do_not_become_ten_thousand_attempts()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => 503;
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 10_000).Select(n => $"user-{n}")]);
        await Eventually.TrueAsync("all lanes were tried", () => receiver.Requests.Count >= 8);

        await bench.PassAsync(TimeSpan.FromMinutes(1));

        Assert.InRange(receiver.Requests.Count, 8, 150);
        Assert.Equal(10_000, (await bench.StatusAsync(destination)).Ledger.Pending);
    }

    [Fact]
    public async Task A_receiver_that_hangs_costs_fifteen_seconds_and_no_event()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? new Reply(200, Fault: ReplyFault.Hang) : 200;
        bench.Start();
        var ids = await bench.AppendAsync("a");
        await Eventually.TrueAsync("the request hangs", () => receiver.Requests.Count == 1);

        bench.Clock.Advance(TimeSpan.FromSeconds(15));
        await Eventually.TrueAsync("the attempt timed out", async () => (await bench.StatusAsync(destination)).LastProblem == "timeout");
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(1, ledger.Delivered);
        Assert.Equal([ids[0], ids[0]], Arrived(receiver));
    }

    [Fact]
    [Trait("Row", "RTY-02, E05")]
    public async Task A_connection_cut_after_the_body_is_tried_again_with_the_same_id_and_body()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count < 2 ? new Reply(200, Fault: ReplyFault.Cut) : 200;
        bench.Start();
        var ids = await bench.AppendAsync("a");

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(1, ledger.Delivered);
        Assert.All(receiver.Requests, request => Assert.Equal(ids[0].ToString(), request.Header("webhook-id")));
        Assert.Single(receiver.Requests.Select(request => request.Text).Distinct());
    }

    [Fact]
    [Trait("Row", "RTY-10, SEC-04, S03")]
    public async Task A_redirect_holds_the_destination_and_its_target_is_never_contacted()
    {
        await using var inner = await RecordingReceiver.StartAsync("http://127.0.0.2:0");
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => new Reply(307) { Headers = { ["Location"] = inner.Address.ToString() } };
        bench.Start();
        await bench.AppendAsync("a");

        await bench.StateAsync(destination, DestinationState.Held);

        var status = await bench.StatusAsync(destination);
        Assert.Equal("redirect: http 307", status.Destination.HeldReason);
        Assert.Equal(1, status.Ledger.Pending);
        Assert.Empty(inner.Requests);
    }

    [Theory]
    [InlineData(ReplyFault.Endless, 200)]
    [InlineData(ReplyFault.Endless, 500)]
    [InlineData(ReplyFault.Stall, 200)]
    [Trait("Row", "RTY-17, E06, E07")]
    public async Task An_answer_without_end_is_cut_and_memory_stays_flat(ReplyFault fault, int status)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        bench.Hanging = [receiver];
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count < 20 ? new Reply(status, Fault: fault) : 200;
        bench.Start();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await bench.AppendAsync([.. Enumerable.Range(0, 20).Select(n => $"user-{n}")]);

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(20, ledger.Delivered);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 20_000_000, $"Memory grew by {grown} bytes.");
    }

    [Fact]
    [Trait("Row", "RTY-03, E02")]
    public async Task Retry_after_is_a_floor()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var arrivals = new List<DateTimeOffset>();
        receiver.Answer = _ =>
        {
            arrivals.Add(bench.Clock.GetUtcNow());
            return arrivals.Count == 1 ? new Reply(429) { Headers = { ["Retry-After"] = "7" } } : 200;
        };
        bench.Start();
        await bench.AppendAsync("a");

        await bench.DrainAsync(destination);

        Assert.InRange((arrivals[1] - arrivals[0]).TotalSeconds, 7, 60);
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_an_hour_does_not_stop_deliveries()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? 503 : 200;
        bench.Start();
        await bench.AppendAsync("a");
        await Eventually.TrueAsync("it failed once", () => receiver.Requests.Count == 1);
        var start = bench.Clock.GetTimestamp();

        bench.Clock.WallOffset = TimeSpan.FromHours(-1);
        await bench.DrainAsync(destination);

        Assert.InRange(bench.Clock.GetElapsedTime(start).TotalMinutes, 0, 10);
    }

    [Fact]
    [Trait("Row", "RTY-07")]
    public async Task A_wrong_key_holds_and_probes_once_a_minute_and_mending_the_receiver_drains()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        var mended = false;
        receiver.Answer = _ => mended ? 200 : 401;
        bench.Start();
        await bench.AppendAsync("a");
        await bench.StateAsync(destination, DestinationState.Held);
        await bench.AppendAsync("b", "a", "c");

        await bench.PassAsync(TimeSpan.FromMinutes(10));
        Assert.InRange(receiver.Requests.Count, 2, 12);
        Assert.Equal("unauthorized: http 401", (await bench.StatusAsync(destination)).Destination.HeldReason);
        mended = true;
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(4, ledger.Delivered);
        await bench.StateAsync(destination, DestinationState.Active);
    }

    [Fact]
    [Trait("Row", "RTY-07, E12")]
    public async Task New_settings_mend_a_held_destination_at_once()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address + "old"));
        receiver.Answer = request => request.Path == "/old" ? 404 : 200;
        bench.Start();
        await bench.AppendAsync("a", "b");
        await bench.StateAsync(destination, DestinationState.Held);

        await bench.ChangeAsync(destination, ("url", receiver.Address + "new"));

        await Eventually.TrueAsync("both arrived without time passing", () => receiver.Requests.Count(request => request.Path == "/new") == 2);
        Assert.Equal(2, (await bench.DrainAsync(destination)).Delivered);
    }

    [Fact]
    [Trait("Row", "SEC-01")]
    public async Task A_private_address_is_refused_at_the_connection_and_holds()
    {
        await using var inner = await RecordingReceiver.StartAsync("http://127.0.0.2:0");
        await using var bench = await DeliveryBench.OpenAsync();
        bench.Options = bench.Options with { AllowedNetworks = ["127.0.0.1/32"] };
        var destination = await bench.AddAsync("webhook", ("url", inner.Address.ToString()));
        bench.Start();
        await bench.AppendAsync("a");

        await bench.StateAsync(destination, DestinationState.Held);

        Assert.Equal("address_refused", (await bench.StatusAsync(destination)).Destination.HeldReason);
        Assert.Empty(inner.Requests);
    }

    [Fact]
    public async Task An_event_that_the_receiver_refuses_is_parked_and_the_next_one_delivered()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? new Reply(422, "no") : 200;
        bench.Start();
        await bench.AppendAsync("a", "a");

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((1, 1), (ledger.Delivered, ledger.Parked));
    }

    [Fact]
    public async Task A_stopped_service_goes_on_where_it_stood()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        var first = await bench.AppendAsync("a", "b");
        await bench.DrainAsync(destination);

        await bench.RestartAsync();
        var second = await bench.AppendAsync("a", "b");

        Assert.Equal(4, (await bench.DrainAsync(destination)).Delivered);
        Assert.Equal([.. first.Order(), .. second.Order()], Arrived(receiver).Order());
    }

    [Fact]
    [Trait("Row", "E12")]
    public async Task A_deleted_destination_gets_nothing_more()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => 503;
        bench.Start();
        await bench.AppendAsync("a", "b");
        await Eventually.TrueAsync("both were tried", () => receiver.Requests.Count >= 2);

        await bench.Store.DeleteAsync(destination, default);
        bench.Service.Changed();
        await bench.PassAsync(TimeSpan.FromMinutes(1));

        var attempts = receiver.Requests.Count;
        await bench.AppendAsync("c");
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(attempts, receiver.Requests.Count);
        Assert.Equal(2, (await bench.Store.LedgerAsync(destination, default))!.Cancelled);
    }

    internal static IEnumerable<Guid> Arrived(RecordingReceiver receiver) =>
        receiver.Requests.Select(request => Guid.Parse(request.Header("webhook-id")!));

    internal static IEnumerable<Guid> FirstArrivals(RecordingReceiver receiver, string identifier) =>
        receiver.Requests.Where(request => request.Json.GetProperty("identity").GetString() == identifier)
            .Select(request => Guid.Parse(request.Header("webhook-id")!)).Distinct();
}
