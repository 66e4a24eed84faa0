using System.Collections.Immutable;
using Guidon.Delivery.Parking;
using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>Batches: what is too large is halved, what is refused is isolated, the rest arrives.</summary>
public sealed class DeliveryBatchTests
{
    private static readonly string[] s_users = [.. Enumerable.Range(0, 100).Select(n => $"user-{n}")];

    [Fact]
    [Trait("Row", "RTY-08")]
    public async Task A_batch_that_is_too_large_is_halved_until_it_fits()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = request => request.Json.GetArrayLength() > 20 ? 413 : 200;
        await bench.AppendAsync(s_users);
        bench.Start(new PlainIntegration());

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((100, 0), (ledger.Delivered, ledger.Parked));
        Assert.Equal([100, 50, 25, 12], receiver.Requests.Take(4).Select(request => request.Json.GetArrayLength()));
    }

    [Fact]
    public async Task A_single_event_that_is_too_large_is_parked()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = request => request.Text.Contains("user-70", StringComparison.Ordinal) ? 413 : 200;
        await bench.AppendAsync(s_users);
        bench.Start(new PlainIntegration());

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((99, 1), (ledger.Delivered, ledger.Parked));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(63)]
    [InlineData(99)]
    [Trait("Row", "PSN-04")]
    public async Task A_record_that_is_refused_without_a_name_is_found_in_few_requests(int bad)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = request => request.Text.Contains($"\"user-{bad}\"", StringComparison.Ordinal) ? 400 : 200;
        await bench.AppendAsync(s_users);
        bench.Start(new PlainIntegration());

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((99, 1), (ledger.Delivered, ledger.Parked));
        Assert.InRange(receiver.Requests.Count, 7, 14);   // 2·log2(100)+1
    }

    [Fact]
    [Trait("Row", "E04")]
    public async Task Records_that_are_named_are_parked_and_the_others_sent_at_once()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration
        {
            Reader = (answer, records) => answer.Status == 200
                ? BatchVerdict.Delivered
                : BatchVerdict.ByRecord("refused", [.. records.Select((_, i) => i is 3 or 5 ? RecordVerdict.Refused("bad") : RecordVerdict.SendAgain)]),
        };
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => receiver.Requests.Count == 0 ? 400 : 200;
        await bench.AppendAsync(s_users);
        bench.Start(plain);

        await Eventually.TrueAsync("the others came without time passing", () => receiver.Requests.Count == 2);
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((98, 2), (ledger.Delivered, ledger.Parked));
        Assert.Equal(98, receiver.Requests[1].Json.GetArrayLength());
    }

    [Fact]
    public async Task A_verdict_that_names_nobody_comes_to_an_end()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var plain = new PlainIntegration
        {
            Reader = (_, records) => BatchVerdict.ByRecord("refused", [.. records.Select(_ => RecordVerdict.SendAgain)]),
        };
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        await bench.AppendAsync("a", "b", "c");
        bench.Start(plain);

        Assert.Equal(3, (await bench.DrainAsync(destination)).Parked);
    }

    [Fact]
    public async Task A_batch_keeps_the_order_of_each_identity_through_failures()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var chance = new Random(4);
        var taken = new List<string>();
        var plain = new PlainIntegration(recordsMax: 7)
        {
            Mapper = happened => Mapping.Mapped(System.Text.Encoding.UTF8.GetBytes($"\"{happened.Identifier}:{happened.Sequence}\"")),
        };
        receiver.Answer = request =>
        {
            if (chance.Next(3) == 0) return 500;
            taken.AddRange(request.Json.EnumerateArray().Select(record => record.GetString()!));
            return 200;
        };
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        await bench.AppendAsync([.. Enumerable.Range(0, 60).Select(_ => $"user-{chance.Next(4)}")]);
        bench.Start(plain);

        Assert.Equal(60, (await bench.DrainAsync(destination)).Delivered);

        var byUser = taken.Select(record => record.Split(':')).GroupBy(parts => parts[0], parts => int.Parse(parts[1]));
        Assert.All(byUser, sequences => Assert.Equal(sequences.Order(), sequences));
    }

    [Fact]
    [Trait("Row", "M06")]
    public async Task A_record_that_a_request_leaves_out_is_found_and_parked_and_never_counted_as_delivered()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()));
        bench.Start(new PlainIntegration { LeavesOut = "user-417" });
        await bench.AppendAsync([.. Enumerable.Range(0, 1_000).Select(n => $"user-{n}")]);

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((999, 1), (ledger.Delivered, ledger.Parked));
        var parked = Assert.Single(await bench.Storage.Parked.ListAsync(new ParkedQuery(), default, 10, default));
        Assert.Equal("incomplete_request", parked.Parked.Reason);
        Assert.Equal(999, receiver.Requests.Sum(request => request.Json.GetArrayLength()));
    }
}
