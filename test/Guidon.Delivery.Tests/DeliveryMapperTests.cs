using System.Diagnostics.Metrics;
using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>A mapper that throws never costs an event: the destination is held until a mended one comes.</summary>
public sealed class DeliveryMapperTests
{
    [Fact]
    public async Task Events_stay_while_the_mapper_throws_and_are_delivered_after_it_was_mended_and_restarted()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        bench.Start(new PlainIntegration { Mapper = _ => throw new KeyNotFoundException("button") });
        await bench.AppendAsync("a", "b", "c");

        await bench.StateAsync(destination, DestinationState.Held);
        var held = await bench.StatusAsync(destination);
        await bench.RestartAsync(new PlainIntegration());
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal("mapper_error: plain mapper 1 threw KeyNotFoundException", held.Destination.HeldReason);
        Assert.Equal((3, 0, 0), (held.Ledger.Pending, held.Ledger.Residual, held.Attempts));
        Assert.Equal(3, ledger.Delivered);
        await bench.StateAsync(destination, DestinationState.Active);
        Assert.Equal(3, receiver.Requests.Sum(request => request.Json.GetArrayLength()));
    }

    [Fact]
    public async Task Events_before_the_one_that_cannot_be_mapped_go_out_first()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration();
        var mapper = plain.Mapper;
        plain.Mapper = happened => happened.Identifier.StartsWith("bad", StringComparison.Ordinal) ? throw new InvalidOperationException() : mapper(happened);
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        await bench.AppendAsync("a", "b", "bad-1", "bad-2", "bad-3", "bad-4");
        bench.Start(plain);

        await bench.StateAsync(destination, DestinationState.Held);
        var ledger = await bench.Store.LedgerAsync(destination, default);
        plain.Mapper = mapper;

        Assert.Equal((2, 4, 0), (ledger!.Delivered, ledger.Pending, ledger.Residual));
        Assert.Equal(6, (await bench.DrainAsync(destination)).Delivered);   // the probe found the mapper mended
    }

    [Fact]
    [Trait("Row", "PSN-05, E09")]
    public async Task One_event_that_the_mapper_throws_at_is_parked_and_the_next_ones_flow_without_time_passing()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration();
        var mapper = plain.Mapper;
        plain.Mapper = happened => happened.Identifier == "bad" ? throw new InvalidOperationException("flag x") : mapper(happened);
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        await bench.AppendAsync("a", "bad", "b", "c");
        bench.Start(plain);

        await Eventually.TrueAsync("nothing is pending", async () => (await bench.Store.LedgerAsync(destination, default))!.Pending == 0);

        var status = await bench.StatusAsync(destination);
        Assert.Equal((3, 1, 0), (status.Ledger.Delivered, status.Ledger.Parked, status.Ledger.Residual));
        Assert.Equal(DestinationState.Active, status.Destination.State);
    }

    [Fact]
    [Trait("Row", "PSN-06")]
    public async Task A_mapper_that_throws_at_one_event_in_sixteen_holds_after_a_few_and_parks_no_more()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration();
        var mapper = plain.Mapper;
        plain.Mapper = happened => happened.Identifier.EndsWith("-0", StringComparison.Ordinal) ? throw new InvalidOperationException() : mapper(happened);
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        await bench.AppendAsync([.. Enumerable.Range(0, 1_600).Select(n => $"user-{n % 16}")]);
        bench.Start(plain);

        await bench.StateAsync(destination, DestinationState.Held);

        var ledger = (await bench.StatusAsync(destination)).Ledger;
        Assert.InRange(ledger.Parked, 1, 10);
        Assert.Equal(0, ledger.Residual);
        Assert.True(ledger.Pending > 1_000);
    }

    [Fact]
    public async Task A_held_mapper_is_tried_once_a_minute_and_every_failure_is_counted()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var tries = 0;
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        bench.Start(new PlainIntegration { Mapper = _ => throw new InvalidOperationException($"{++tries}") });
        await bench.AppendAsync("a");
        await bench.StateAsync(destination, DestinationState.Held);

        await bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.InRange(tries, 3, 6);
    }

    [Fact]
    public async Task An_answer_reader_that_throws_holds_and_loses_nothing()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration { Reader = (_, _) => throw new InvalidOperationException() };
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        bench.Start(plain);
        await bench.AppendAsync("a");

        await bench.StateAsync(destination, DestinationState.Held);
        plain.Reader = (answer, _) => StatusVerdict.Of(answer);

        Assert.Equal(1, (await bench.DrainAsync(destination)).Delivered);
    }

    [Fact]
    public async Task Filtered_and_parked_events_are_counted_and_never_sent()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration();
        var mapper = plain.Mapper;
        plain.Mapper = happened => happened.Identifier switch
        {
            "filtered" => Mapping.Filtered("anonymous"),
            "parked" => Mapping.Parked("reserved_id", "no"),
            _ => mapper(happened),
        };
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        bench.Start(plain);
        await bench.AppendAsync("a", "filtered", "parked", "b");

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((2, 1, 1), (ledger.Delivered, ledger.Filtered, ledger.Parked));
        Assert.Equal(2, receiver.Requests.Sum(request => request.Json.GetArrayLength()));
    }

    [Fact]
    public async Task Attempts_and_the_residual_are_metrics_from_the_first_moment()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var seen = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == DeliveryMetrics.MeterName) self.EnableMeasurementEvents(instrument);
            },
        };
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (seen)
            {
                var mine = tags.ToArray().Contains(new("integration", "plain")) && tags.Length == 2;
                if (mine) seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value;
            }
        });
        listener.Start();
        bench.Start(new PlainIntegration());

        await Eventually.TrueAsync("the series exist before any event", () =>
        {
            listener.RecordObservableInstruments();
            lock (seen) return seen.ContainsKey("guidon.ledger.residual.events") && seen.ContainsKey("guidon.delivery.attempts");
        });
        await bench.AppendAsync("a");
        await bench.DrainAsync(destination);

        lock (seen) Assert.True(seen["guidon.delivery.attempts"] >= 1);
        lock (seen) Assert.Equal(0, seen["guidon.ledger.residual.events"]);
    }
}
