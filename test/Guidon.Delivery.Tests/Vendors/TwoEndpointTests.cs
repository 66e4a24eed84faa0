using Guidon.Receivers;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>An attempt of two requests: the event is delivered when both endpoints have it.</summary>
public sealed class TwoEndpointTests
{
    [Fact]
    public async Task The_second_endpoint_is_asked_after_the_first_and_both_again_when_it_fails()
    {
        await using var opened = await VendorBench.OpenAsync("mixpanel");
        opened.Receiver.Script(new FaultStep { Mode = FaultMode.Delay }, FaultStep.Of(503));
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();

        Assert.Equal(1, (await opened.Bench.DrainAsync(opened.Destination)).Delivered);

        Assert.Equal(["/engage", "/import", "/engage", "/import"], opened.Receiver.Requests.Select(request => request.Path));
        Assert.Single(opened.Receiver.Rows);
        Assert.Equal("blue", opened.Receiver.Profile(VendorBench.Key, "user-a")?.GetProperty("button").GetString());
    }

    [Fact]
    public async Task While_the_first_endpoint_fails_the_second_is_left_alone()
    {
        await using var opened = await VendorBench.OpenAsync("mixpanel");
        opened.Receiver.Script(FaultStep.Of(503, times: 2));
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();

        await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal(["/engage", "/engage", "/engage", "/import"], opened.Receiver.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Without_events_only_the_profile_is_kept()
    {
        await using var opened = await VendorBench.OpenAsync("mixpanel", ("send_events", "false"));
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();

        await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal(["/engage"], opened.Receiver.Requests.Select(request => request.Path));
    }

    [Fact]
    [Trait("Row", "AGE-01")]
    public async Task An_event_of_nine_days_ago_goes_to_the_endpoint_for_history_with_its_own_time()
    {
        await using var opened = await VendorBench.OpenAsync("mixpanel");
        var happenedAt = opened.Bench.Clock.GetUtcNow();
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Clock.Advance(TimeSpan.FromDays(9));
        opened.Bench.Start();

        await opened.Bench.DrainAsync(opened.Destination);

        Assert.DoesNotContain(opened.Receiver.Requests, request => request.Path == "/track");
        Assert.Equal(happenedAt.ToUnixTimeMilliseconds(), Assert.Single(opened.Receiver.Rows).ShownAt.ToUnixTimeMilliseconds());
        Assert.Empty(opened.Receiver.Findings);
    }
}
