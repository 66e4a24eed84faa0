using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>The whole path to a receiver that is as strict as Amplitude.</summary>
public sealed class DeliveryToAmplitudeTests
{
    [Fact]
    [Trait("Row", "PSN-01")]
    public async Task One_refused_event_in_a_thousand_is_parked_and_the_rest_delivered_in_two_requests()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var amplitude = new StrictAmplitude("key") { Invalid = { "user-417" } };
        receiver.Answer = amplitude.Answer;
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await AddAsync(bench, receiver);
        await bench.AppendAsync([.. Enumerable.Range(0, 1_000).Select(n => $"user-{n}")]);
        bench.Start();

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((999, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal([1_000, 999], receiver.Requests.Select(request => request.Json.GetProperty("events").GetArrayLength()));
        Assert.Equal(999, amplitude.Unique.Count);
    }

    [Fact]
    [Trait("Row", "RTY-01, RTY-02")]
    public async Task Failures_and_a_cut_connection_leave_one_row_per_event_with_the_time_of_the_evaluation()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var amplitude = new StrictAmplitude("key");
        receiver.Answer = request =>
        {
            if (receiver.Requests.Count < 3) return 500;
            var reply = amplitude.Answer(request);
            return receiver.Requests.Count == 3 ? reply with { Fault = ReplyFault.Cut } : reply;   // taken, but we cannot know
        };
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await AddAsync(bench, receiver);
        var times = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            times.Add(bench.Clock.GetUtcNow().ToUnixTimeMilliseconds());
            await bench.AppendAsync("a");
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        bench.Start();
        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(5, ledger.Delivered);
        Assert.Equal(times, amplitude.Unique.Select(one => one.GetProperty("time").GetInt64()));
        Assert.Equal(5, receiver.Requests.Count);
    }

    [Fact]
    [Trait("Row", "RTY-05")]
    public async Task A_throttled_user_waits_and_the_others_do_not()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var amplitude = new StrictAmplitude("key");
        receiver.Answer = request => receiver.Requests.Count == 0
            ? new Reply(429, """{"code":429,"throttled_users":{"a":31},"throttled_events":[0,1]}""")
            : amplitude.Answer(request);
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await AddAsync(bench, receiver);
        await bench.AppendAsync("a", "b", "a", "b");
        bench.Start();
        await bench.DriveAsync("b arrived", () => Task.FromResult(amplitude.Unique.Count == 2));
        var throttledAt = bench.Clock.GetUtcNow();

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal(4, ledger.Delivered);
        Assert.Equal(["b", "b", "a", "a"], amplitude.Unique.Select(one => one.GetProperty("user_id").GetString()));
        Assert.InRange((bench.Clock.GetUtcNow() - throttledAt).TotalSeconds, 10, 90);
    }

    [Fact]
    public async Task A_wrong_key_holds_and_the_right_one_drains()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var amplitude = new StrictAmplitude("right");
        receiver.Answer = amplitude.Answer;
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await AddAsync(bench, receiver);
        await bench.AppendAsync("a", "b");
        bench.Start();
        await bench.DriveAsync(
            "it is held", async () => (await bench.StatusAsync(destination)).Destination.HeldReason == "bad_key: http 400");

        await bench.ChangeAsync(destination, ("api_key", "right"), ("base_url", receiver.Address.ToString()));

        Assert.Equal(2, (await bench.DrainAsync(destination)).Delivered);
        Assert.Equal(2, amplitude.Unique.Count);
    }

    [Fact]
    public async Task Events_wait_a_second_for_company()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var amplitude = new StrictAmplitude("key");
        receiver.Answer = amplitude.Answer;
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await AddAsync(bench, receiver);
        bench.Start();
        await bench.AppendAsync("a");
        await bench.AppendAsync("b");

        await bench.DrainAsync(destination);

        Assert.InRange(receiver.Requests.Count, 1, 2);
        Assert.Equal(2, amplitude.Unique.Count);
    }

    private static Task<int> AddAsync(DeliveryBench bench, RecordingReceiver receiver) =>
        bench.AddAsync("amplitude", ("api_key", "key"), ("base_url", receiver.Address.ToString()));
}
