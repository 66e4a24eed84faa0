using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Heap;
using Guidon.Receivers.Mixpanel;

namespace Guidon.Integrations.Tests.Receivers;

/// <summary>A receiver that refuses its vendor's own client is wrong, whatever the documents say.</summary>
public sealed class RecordedRequestsTests
{
    private static readonly FakeClock s_clock = new(new DateTimeOffset(2026, 11, 22, 11, 20, 0, TimeSpan.Zero));

    public static TheoryData<string> Vendors => [.. ReceiverHost.All(s_clock, "").Select(receiver => receiver.Name)];

    [Theory]
    [MemberData(nameof(Vendors))]
    public void Every_request_of_the_vendors_own_client_is_accepted(string vendor)
    {
        foreach (var (run, at) in RecordedRequest.All(vendor))
        {
            var receiver = Receiver(vendor);

            var reply = RecordedRequest.Of(vendor, run, at).SendTo(receiver);

            Assert.True(reply.Status == 200 && !reply.Body.StartsWith('0'), $"{run} {at}: {reply}");
            // One run shows an event that vanishes, as the vendor documents.
            if (run != "node-track-old-9-days") Assert.Empty(receiver.Dropped);
        }
    }

    [Fact]
    public void An_event_of_nine_days_ago_vanishes_behind_a_success()
    {
        var receiver = Receiver("mixpanel");

        Assert.Equal("1", RecordedRequest.Of("mixpanel", "node-track-old-9-days").SendTo(receiver).Body);

        Assert.Empty(receiver.Rows);
        Assert.Equal("an event older than five days", Assert.Single(receiver.Dropped));
    }

    internal static StrictReceiver Receiver(string vendor)
    {
        var receiver = ReceiverHost.All(s_clock, "WK_TEST").Single(receiver => receiver.Name == vendor);
        receiver.Projects.UnionWith(["AK_TEST", "AK", "ENV_A_KEY", "MP_TOKEN", "TOK", "APP_ID", "APP", "phc_test"]);
        if (receiver is StrictHeap heap) heap.IsLenient = true;   // Flagsmith sends booleans
        if (receiver is StrictMixpanel mixpanel) mixpanel.Secrets["MP_SECRET"] = "MP_TOKEN";
        return receiver;
    }
}
