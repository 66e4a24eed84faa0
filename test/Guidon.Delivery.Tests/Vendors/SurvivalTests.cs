using Guidon.Delivery.Parking;
using Guidon.Doubles;
using Guidon.Integrations;
using Guidon.Receivers;
using Guidon.Receivers.Slack;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>What each integration lives through, in virtual time and over real sockets.</summary>
public sealed class SurvivalTests
{
    private static readonly TimeSpan s_nineDays = TimeSpan.FromDays(9);

    // Channels of alerts are the same sender behind another mapper; theirs are the alert loop's tests.
    private static readonly IEnumerable<Integration> s_told = Catalog.All.Where(integration => !integration.SendsAlerts);

    public static TheoryData<string> All => [.. s_told.Select(integration => integration.Name)];

    public static TheoryData<string> Asked => [.. s_told.Where(integration => integration.CanBeAsked).Select(integration => integration.Name)];

    public static TheoryData<string> Silent => [.. s_told.Where(integration => !integration.CanBeAsked).Select(integration => integration.Name)];

    public static TheoryData<string> Evaluations => [.. s_told.Where(integration => !integration.SendsChanges).Select(integration => integration.Name)];

    public static TheoryData<string> AnyAge => [.. s_told.Where(integration => !(integration.AgeMax < s_nineDays)).Select(integration => integration.Name)];

    public static TheoryData<string> YoungOnly => [.. s_told.Where(integration => integration.AgeMax < s_nineDays).Select(integration => integration.Name)];

    public static TheoryData<string> Batching => [.. s_told.Where(integration => integration.Limits.RecordsMax > 1).Select(integration => integration.Name)];

    public static TheoryData<string> OneByOne => [.. s_told.Where(integration => integration.Limits.RecordsMax == 1).Select(integration => integration.Name)];

    // Segment never refuses: what it does not take it drops behind a success.
    public static TheoryData<string> Refusing => [.. s_told.Where(integration => integration.Name != "segment").Select(integration => integration.Name)];

    // A customer's endpoint may say whatever it likes behind a 200; a vendor may not.
    public static TheoryData<string> Vendors => [.. s_told.Where(integration => !integration.Name.EndsWith("webhook", StringComparison.Ordinal)).Select(integration => integration.Name)];

    [Theory]
    [MemberData(nameof(AnyAge))]
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
            await opened.AppendAsync("user-a", $"user-{day}");
            var before = receiver.Requests.Count;
            await bench.DriveAsync("it is asked again", () => Task.FromResult(receiver.Requests.Count > before), TimeSpan.FromSeconds(5));
            bench.Clock.WallOffset += TimeSpan.FromDays(1);   // a day of events and receivers, without a day of timers
        }

        receiver.Always = null;
        var ledger = await bench.DrainAsync(opened.Destination);

        Assert.Equal((18, 0), (ledger.Delivered, ledger.Parked));
        var shown = opened.Shown();
        Assert.Equal(18, shown.Count);
        Assert.Equal(times, opened.Read().Where(told => told.Name == "user-a").Select(told => Milliseconds(told.At)));
        Assert.Equal(1, receiver.ConcurrencyMax);
        Assert.Empty(receiver.Findings);
        Assert.Empty(receiver.Dropped);
    }

    [Theory]
    [Trait("Row", "AGE-02")]
    [MemberData(nameof(YoungOnly))]
    public async Task What_grew_too_old_while_a_key_was_refused_is_parked_unsent_and_never_dated_anew(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        var (bench, receiver) = (opened.Bench, opened.Receiver);
        receiver.Always = FaultStep.Of(401);
        bench.Start();
        await opened.AppendAsync("old-1", "old-2");
        await bench.DriveAsync("it is held", async () => (await bench.StatusAsync(opened.Destination)).Destination.HeldReason is not null);
        bench.Clock.WallOffset += s_nineDays;
        receiver.Always = null;
        await opened.AppendAsync("young");

        var ledger = await opened.DrainAsync();

        Assert.Equal((1, 2), (ledger.Delivered, ledger.Parked));
        Assert.Equal("young", Assert.Single(receiver.Rows).User);
        Assert.Equal(1, receiver.Requests.Count(request => request.At > SomeEvents.Start + s_nineDays));
        var parked = await bench.Storage.Parked.ListAsync(new ParkedQuery(), default, 10, default);
        Assert.All(parked, entry => Assert.Equal("too_old", entry.Parked.Reason));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_receiver_that_asks_for_time_gets_it(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(429, retryAfter: "7"));
        await opened.AppendAsync("user-a");
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
        await opened.AppendAsync("user-a", "user-b", "user-a");
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal(3, ledger.Delivered);
        Assert.Equal(3, opened.Shown().Count);
        Assert.Equal(1, opened.Receiver.ConcurrencyMax);
    }

    [Theory]
    [Trait("Row", "PSN-01")]
    [MemberData(nameof(Refusing))]
    public async Task One_refused_event_in_a_thousand_is_parked_and_the_rest_delivered(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Invalid.Add("user-417");
        await opened.AppendAsync([.. Enumerable.Range(0, 1_000).Select(n => $"user-{n}")]);
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((999, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal(999, opened.Shown().Count);
        // Named by the answer, or found by halves; one by one needs no search.
        var requestsMax = vendor switch { "amplitude" => 4, "mixpanel" => 12, _ => Catalog.Find(vendor)!.Limits.RecordsMax == 1 ? 1_100 : 40 };
        Assert.InRange(opened.Receiver.Requests.Count, 2, requestsMax);
    }

    [Theory]
    [MemberData(nameof(Batching))]
    public async Task A_batch_that_is_too_large_is_taken_in_parts(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(413, times: 3));
        await opened.AppendAsync([.. Enumerable.Range(0, 200).Select(n => $"user-{n}")]);
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((200, 0), (ledger.Delivered, ledger.Parked));
        Assert.Equal(200, opened.Shown().Count);
    }

    [Theory]
    [MemberData(nameof(OneByOne))]
    public async Task A_single_record_that_is_too_large_is_parked_and_the_next_ones_go_on(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(413));
        await opened.AppendAsync("user-a", "user-a", "user-a");
        opened.Bench.Start();

        var ledger = await opened.DrainAsync();

        Assert.Equal((2, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal(2, opened.Shown().Count);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task A_page_that_says_200_is_no_success(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Script(FaultStep.Of(200, times: 2, body: "<html>Please log in</html>"));
        await opened.AppendAsync("user-a");
        opened.Bench.Start();

        await opened.Bench.DrainAsync(opened.Destination);

        Assert.Single(opened.Shown());
        Assert.InRange(opened.Receiver.Requests.Count, 3, 4);
    }

    [Theory]
    [Trait("Row", "RTY-12")]
    [InlineData("amplitude", """{"code":400,"error":"Invalid API key"}""", "bad_key")]
    [InlineData("mixpanel", """{"status":0,"error":"$token, missing or invalid"}""", "bad_key")]
    [InlineData("slack", """{"ok":false,"error":"token_revoked"}""", "token_revoked")]
    [InlineData("slack", """{"ok":false,"error":"channel_not_found"}""", "channel_not_found")]
    [InlineData("new-relic", """{"data":null,"errors":[{"message":"The API key provided is invalid"}]}""", "unauthorized")]
    [InlineData("dynatrace", """{"reportCount":0,"eventIngestResults":[]}""", "selector_matches_nothing")]
    public async Task A_success_with_the_error_inside_holds(string vendor, string body, string reason)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Always = FaultStep.Of(200, body: body);
        await opened.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it is held", async () => (await opened.Bench.StatusAsync(opened.Destination)).Destination.HeldReason == reason + ": http 200");

        opened.Receiver.Always = null;

        Assert.Equal(1, (await opened.Bench.DrainAsync(opened.Destination)).Delivered);
    }

    [Fact]
    [Trait("Row", "RTY-13")]
    public async Task A_success_that_refuses_the_record_inside_parks_it_with_the_receivers_words()
    {
        await using var opened = await VendorBench.OpenAsync("sentry");
        opened.Receiver.Script(FaultStep.Of(200, body: """{"flag":["Ensure this field has no more than 100 characters."]}"""));
        await opened.AppendAsync("user-a", "user-b");
        opened.Bench.Start();

        var ledger = await opened.DrainAsync();

        Assert.Equal((1, 1), (ledger.Delivered, ledger.Parked));
        Assert.Equal("user-b", Assert.Single(opened.Shown()).User);
        var parked = Assert.Single(await opened.Bench.Storage.Parked.ListAsync(new ParkedQuery(), default, 10, default)).Parked;
        Assert.Contains("no more than 100 characters", parked.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "RTY-09")]
    public async Task Three_thousand_pending_events_never_meet_the_limit_behind_which_a_success_means_nothing()
    {
        await using var opened = await VendorBench.OpenAsync("segment");
        await opened.AppendAsync([.. Enumerable.Range(0, 3_000).Select(n => $"user-{n}")]);
        opened.Bench.Start();

        var ledger = await opened.DrainAsync();

        Assert.Equal(3_000, ledger.Delivered);
        Assert.Equal(3_000, opened.Shown().Count);
        Assert.Empty(opened.Receiver.Dropped);
        Assert.All(opened.Receiver.Requests, request => Assert.InRange(System.Text.Json.JsonElement.Parse(request.Body).GetProperty("batch").GetArrayLength(), 1, 500));
    }

    // Whoever accepts and forgets is believed: nothing in an answer tells it. The page of the integration says who would see the canary's absence.
    [Theory]
    [Trait("Row", "MON-07")]
    [MemberData(nameof(Silent))]
    public async Task What_a_receiver_takes_and_drops_counts_as_delivered_and_the_documentation_says_where_to_look(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Receiver.Always = new FaultStep { Mode = FaultMode.Blackhole };
        await opened.AppendAsync("user-a");
        opened.Bench.Start();

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);
        Assert.Empty(opened.Receiver.Rows);
        Assert.Contains("guidon", Catalog.Find(vendor)!.Facts!.Canary, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Row", "MON-07")]
    [MemberData(nameof(Asked))]
    public async Task A_receiver_that_can_be_asked_and_does_not_have_what_it_took_is_found_out(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        if (opened.Receiver is StrictSlack slack) slack.Readers.Add(VendorBench.Key);
        opened.Receiver.Always = new FaultStep { Mode = FaultMode.Blackhole };
        await opened.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it is found out", async () => (await opened.Bench.StatusAsync(opened.Destination)).LastProblem == "not_kept");

        opened.Receiver.Always = null;

        Assert.Equal(1, (await opened.DrainAsync()).Delivered);
        Assert.Single(opened.Shown());
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
