using Guidon.Receivers;
using Guidon.Receivers.Amplitude;
using Guidon.Receivers.Heap;
using Guidon.Receivers.Mixpanel;
using Guidon.Receivers.PostHog;
using Guidon.Receivers.RudderStack;
using Guidon.Receivers.Webhook;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>What each integration lives through, in virtual time and over real sockets.</summary>
public sealed class SurvivalTests
{
    public static TheoryData<string> All => [.. ReceiverHost.All(TimeProvider.System, "").Select(receiver => receiver.Name)];

    public static TheoryData<string> Batching => ["amplitude", "heap", "mixpanel", "posthog", "rudderstack", "segment"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nine_days_of_a_refused_key_lose_nothing_and_every_event_keeps_its_time(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        var (bench, receiver) = (opened.Bench, opened.Receiver);
        receiver.Always = FaultStep.Of(401);
        bench.Start();
        var times = new List<DateTimeOffset>();
        for (var day = 0; day < 9; day++)
        {
            times.Add(Milliseconds(bench.Clock.GetUtcNow()));
            await bench.AppendAsync("user-a", $"user-{day}");
            var before = receiver.Requests.Count;
            await bench.DriveAsync("it is asked again", () => Task.FromResult(receiver.Requests.Count > before));
            bench.Clock.WallOffset += TimeSpan.FromDays(1);   // a day of events and receivers, without a day of timers
        }

        receiver.Always = null;
        var ledger = await bench.DrainAsync(opened.Destination);

        Assert.Equal((18, 0), (ledger.Delivered, ledger.Parked));
        var shown = opened.Shown();
        Assert.Equal(18, shown.Count);
        Assert.Equal(times, shown.Where(row => row.User == "user-a").Select(row => Milliseconds(row.ShownAt)));
        Assert.Equal(1, receiver.ConcurrencyMax);
        Assert.Empty(receiver.Findings);
        Assert.Empty(receiver.Dropped);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_receiver_that_asks_for_time_gets_it(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(429, retryAfter: "7"));
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();

        await opened.Bench.DrainAsync(opened.Destination);

        var requests = opened.Receiver.Requests;
        Assert.InRange((requests[1].At - requests[0].At).TotalSeconds, 7, 600);
        Assert.Single(opened.Shown());
    }

    [Theory]
    [Trait("Row", "RTY-01, RTY-02")]
    [MemberData(nameof(All))]
    public async Task Failures_and_a_connection_cut_after_the_body_show_every_event_once(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(500, times: 2), new FaultStep { Mode = FaultMode.CutAfter }, new FaultStep { Mode = FaultMode.CutBefore }, FaultStep.Of(503));
        await opened.Bench.AppendAsync("user-a", "user-b", "user-a");
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal(3, ledger.Delivered);
        Assert.Equal(3, opened.Shown().Count);
        Assert.Equal(1, opened.Receiver.ConcurrencyMax);
    }

    [Theory]
    [Trait("Row", "PSN-01")]
    [InlineData("amplitude", 4)]
    [InlineData("heap", 40)]
    [InlineData("mixpanel", 12)]
    [InlineData("posthog", 40)]
    [InlineData("rudderstack", 40)]
    [InlineData("webhook", 1_100)]
    public async Task One_refused_event_in_a_thousand_is_parked_and_the_rest_delivered(string vendor, int requestsMax)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        Poisons(opened.Receiver).Add("user-417");
        await opened.Bench.AppendAsync([.. Enumerable.Range(0, 1_000).Select(n => $"user-{n}")]);
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((999, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal(999, opened.Shown().Count);
        Assert.InRange(opened.Receiver.Requests.Count, 2, requestsMax);
    }

    [Theory]
    [MemberData(nameof(Batching))]
    public async Task A_batch_that_is_too_large_is_taken_in_parts(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(413, times: 3));
        await opened.Bench.AppendAsync([.. Enumerable.Range(0, 200).Select(n => $"user-{n}")]);
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((200, 0), (ledger.Delivered, ledger.Parked));
        Assert.Equal(200, opened.Shown().Count);
    }

    [Theory]
    [MemberData(nameof(Batching))]
    public async Task A_page_that_says_200_is_no_success(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(200, times: 2, body: "<html>Please log in</html>"));
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();

        await opened.Bench.DrainAsync(opened.Destination);

        Assert.Single(opened.Shown());
        Assert.InRange(opened.Receiver.Requests.Count, 3, 4);
    }

    [Theory]
    [InlineData("amplitude", """{"code":400,"error":"Invalid API key"}""")]
    [InlineData("mixpanel", """{"status":0,"error":"$token, missing or invalid"}""")]
    public async Task A_success_with_the_error_inside_holds(string vendor, string body)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Always = FaultStep.Of(200, body: body);
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it is held", async () => (await opened.Bench.StatusAsync(opened.Destination)).Destination.HeldReason == "bad_key: http 200");

        opened.Receiver.Always = null;

        Assert.Equal(1, (await opened.Bench.DrainAsync(opened.Destination)).Delivered);
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static HashSet<string> Poisons(StrictReceiver receiver) => receiver switch
    {
        StrictAmplitude amplitude => amplitude.Invalid,
        StrictHeap heap => heap.Invalid,
        StrictMixpanel mixpanel => mixpanel.Invalid,
        StrictPostHog postHog => postHog.Invalid,
        StrictRudderStack rudderStack => rudderStack.Invalid,
        StrictWebhook webhook => webhook.Invalid,
        _ => throw new ArgumentOutOfRangeException(nameof(receiver)),
    };
}
