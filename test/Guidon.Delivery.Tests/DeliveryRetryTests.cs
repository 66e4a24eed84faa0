using Guidon.Doubles;
using Guidon.Receivers;

namespace Guidon.Delivery.Tests;

/// <summary>How often a receiver is asked: budgets, the breaker, and attempts of which nobody knows how they ended.</summary>
public sealed class DeliveryRetryTests
{
    [Fact]
    [Trait("Row", "E01")]
    public async Task A_receiver_that_fails_for_a_day_is_asked_about_once_a_minute_and_then_gets_everything()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        var mended = false;
        receiver.Answer = _ => mended ? 200 : 500;
        bench.Start(new PlainIntegration());
        await bench.AppendAsync("a", "b", "a");
        await Eventually.TrueAsync("it failed", () => receiver.Requests.Count > 0);

        await bench.PassAsync(TimeSpan.FromDays(1), step: TimeSpan.FromMinutes(2));
        mended = true;

        Assert.Equal(3, (await bench.DrainAsync(destination)).Delivered);
        Assert.InRange(receiver.Requests.Count, 100, 3_000);
    }

    [Fact]
    [Trait("Row", "RTY-15")]
    public async Task An_open_breaker_spends_no_attempts_and_one_canary_closes_it()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => 503;
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 10_000).Select(n => $"user-{n}")]);
        await bench.DriveAsync("it opened", () => Task.FromResult(receiver.Requests.Count >= 20));

        var before = receiver.Requests.Count;
        await bench.PassAsync(TimeSpan.FromMinutes(10));
        Assert.InRange(receiver.Requests.Count - before, 10, 80);
        receiver.Answer = _ => 200;

        Assert.Equal(10_000, (await bench.DrainAsync(destination)).Delivered);
    }

    [Fact]
    [Trait("Row", "RTY-03")]
    public async Task Retry_after_holds_back_the_whole_receiver_and_no_other()
    {
        await using var resting = await RecordingReceiver.StartAsync();
        await using var other = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync(environments: 2);
        var arrivals = new List<DateTimeOffset>();
        resting.Answer = _ =>
        {
            arrivals.Add(bench.Clock.GetUtcNow());
            return arrivals.Count == 1 ? new Reply(429) { Headers = { ["Retry-After"] = "7" } } : 200;
        };
        var one = await bench.AddAsync("webhook", ("url", resting.Address.ToString()));
        var two = await bench.AddToAsync(1, "webhook", ("url", other.Address.ToString()));
        bench.Start();
        await bench.AppendAsync("a");
        await bench.DriveAsync("it asked for rest", async () => (await bench.StatusAsync(one)).LastProblem == "http_429");
        await bench.AppendAsync("b", "c");
        await bench.AppendToAsync(1, "a", "b");

        await Eventually.TrueAsync("the other got its events", async () => (await bench.StatusAsync(two)).Ledger.Delivered == 2);
        Assert.Equal(3, (await bench.DrainAsync(one)).Delivered);

        Assert.All(arrivals.Skip(1), at => Assert.True(at - arrivals[0] >= TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public async Task A_budget_of_four_requests_a_second_is_kept()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var arrivals = new List<DateTimeOffset>();
        receiver.Answer = _ =>
        {
            arrivals.Add(bench.Clock.GetUtcNow());
            return 200;
        };
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()), ("requests_per_second_max", "4"));
        bench.Start();
        await bench.AppendAsync([.. Enumerable.Range(0, 40).Select(n => $"user-{n}")]);

        await bench.DrainAsync(destination);

        foreach (var at in arrivals) Assert.InRange(arrivals.Count(other => other >= at && other < at + TimeSpan.FromSeconds(1)), 1, 8);
        Assert.InRange((arrivals[^1] - arrivals[0]).TotalSeconds, 8.5, 300);
    }

    [Fact]
    public async Task A_budget_of_records_spreads_batches()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        var start = bench.Clock.GetUtcNow();
        await bench.AppendAsync([.. Enumerable.Range(0, 500).Select(n => $"user-{n}")]);
        bench.Start(new PlainIntegration { RecordsPerSecond = 50 });

        await bench.DrainAsync(destination);

        Assert.InRange((bench.Clock.GetUtcNow() - start).TotalSeconds, 6, 300);
    }

    [Fact]
    public async Task Requests_in_flight_are_as_many_as_the_destination_allows()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        await bench.AddAsync("webhook", ("url", receiver.Address.ToString()), ("requests_in_flight_max", "3"));
        receiver.Answer = _ => new Reply(200, Fault: ReplyFault.Hang);
        bench.Start();

        await bench.AppendAsync([.. Enumerable.Range(0, 20).Select(n => $"user-{n}")]);
        await Eventually.TrueAsync("three hang", () => receiver.Hanging == 3);

        Assert.Equal(3, bench.Service.InFlight);
    }

    [Fact]
    [Trait("Row", "RTY-02")]
    public async Task An_owner_who_prefers_a_gap_gets_a_doubtful_event_parked_and_not_twice()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()), ("ambiguous_attempts", "prefer_gap"));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? new Reply(200, Fault: ReplyFault.Cut) : 200;
        bench.Start();
        await bench.AppendAsync("a", "a");

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((1, 1, 2), (ledger.Delivered, ledger.Parked, receiver.Requests.Count));
    }

    [Theory]
    [InlineData(4, 1, 0)]
    [InlineData(6, 0, 1)]
    [Trait("Row", "RTY-02")]
    public async Task Half_of_the_receivers_memory_for_ids_is_how_long_doubt_may_be_repeated(int minutes, int delivered, int parked)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()), ("ambiguous_attempts", "prefer_gap"));
        var failing = true;
        receiver.Answer = _ => receiver.Requests.Count == 0 ? new Reply(200, Fault: ReplyFault.Cut) : failing ? 503 : 200;
        bench.Start(new PlainIntegration { DedupeWindow = TimeSpan.FromMinutes(10) });
        await bench.AppendAsync("a");
        await Eventually.TrueAsync("the connection was cut", () => receiver.Requests.Count == 1);

        await bench.PassAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(30));
        failing = false;
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((delivered, parked), (ledger.Delivered, ledger.Parked));
    }

    [Fact]
    public async Task A_connection_that_never_came_about_leaves_no_doubt()
    {
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", $"http://127.0.0.1:{FreePort.Next()}/"), ("ambiguous_attempts", "prefer_gap"));
        bench.Start();
        await bench.AppendAsync("a");

        await bench.PassAsync(TimeSpan.FromMinutes(2));

        var status = await bench.StatusAsync(destination);
        Assert.Equal((1, 0), (status.Ledger.Pending, status.Ledger.Parked));
        Assert.True(status.Attempts > 2);
    }
}
