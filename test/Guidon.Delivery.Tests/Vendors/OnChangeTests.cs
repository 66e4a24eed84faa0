using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Amplitude;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>Destinations that want changes only. What was told last outlives the process.</summary>
public sealed class OnChangeTests
{
    private static readonly (string, string) s_onChange = (DeliverSetting.Name, DeliverSetting.OnChange);

    [Theory]
    [MemberData(nameof(SurvivalTests.Evaluations), MemberType = typeof(SurvivalTests))]
    public async Task What_an_identity_was_told_already_is_filtered_and_a_change_is_not(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor, s_onChange);
        await opened.Bench.AppendAsync("user-a", "user-b", "user-a", "user-a");
        await opened.Bench.AppendAsync(environment: 0, outcome: 1, "user-a", "user-a");
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((4, 3), (ledger.Delivered, ledger.Filtered));
        Assert.Equal(3, opened.Shown().Count(row => row.User == "user-a"));
    }

    [Fact]
    public async Task A_restart_remembers_what_was_told()
    {
        await using var opened = await VendorBench.OpenAsync("segment", s_onChange);
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DrainAsync(opened.Destination);
        await opened.Bench.RestartAsync();
        await opened.Bench.AppendAsync("user-a");

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((1, 1), (ledger.Delivered, ledger.Filtered));
    }

    [Fact]
    public async Task A_restart_before_anything_was_delivered_forgets_nothing()
    {
        await using var opened = await VendorBench.OpenAsync("segment", s_onChange);
        opened.Receiver.Always = FaultStep.Of(503);
        await opened.Bench.AppendAsync("user-a", "user-a");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("it was tried", () => Task.FromResult(opened.Receiver.Requests.Count > 0));
        await opened.Bench.RestartAsync();
        opened.Receiver.Always = null;

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal((1, 1), (ledger.Delivered, ledger.Filtered));
        Assert.Single(opened.Shown());
    }

    [Fact]
    public async Task What_was_parked_was_not_told()
    {
        await using var opened = await VendorBench.OpenAsync("amplitude", s_onChange);
        var amplitude = (StrictAmplitude)opened.Receiver;
        amplitude.Invalid.Add("user-a");
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();
        Assert.Equal(1, (await opened.Bench.DrainAsync(opened.Destination)).Parked);
        amplitude.Invalid.Clear();

        await opened.Bench.AppendAsync("user-a");

        Assert.Equal((1, 0), await CountsAsync(opened));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_sent_once_more_leaves_nothing_that_the_change_back_would_be_taken_for(bool byHand)
    {
        await using var bench = await ReplayBench.StartAsync(new PlainIntegration(recordsMax: 1) { IsProfile = true }, s_onChange);
        await bench.SettledAsync("user-a");
        bench.Receiver.Answer = _ => 400;
        await bench.Bench.AppendAsync(environment: 0, outcome: 1, "user-a");
        await bench.Bench.DrainAsync(bench.Destination);
        bench.Receiver.Answer = _ => 200;
        if (byHand) await bench.Parked.RetryAsync(new ParkedQuery(), default);
        else await bench.RunAsync(bench.Request(ReplayMode.ResendFailed));
        await bench.Bench.DrainAsync(bench.Destination);

        var back = (await bench.SettledAsync("user-a"))[0];
        await bench.SettledAsync("user-a");

        Assert.Equal(back.ToString(), bench.Receiver.Requests[^1].Header("webhook-id"));
        Assert.Equal((3, 1), ((await bench.LedgerAsync()).Delivered, (await bench.LedgerAsync()).Filtered));
    }

    [Fact]
    public async Task Another_project_is_told_everything_anew()
    {
        await using var opened = await VendorBench.OpenAsync("segment", s_onChange);
        opened.Receiver.Projects.Add("another");
        await opened.Bench.AppendAsync("user-a");
        opened.Bench.Start();
        await opened.Bench.DrainAsync(opened.Destination);
        await opened.Bench.ChangeAsync(opened.Destination, opened.Settings("another", s_onChange));
        await opened.Bench.AppendAsync("user-a");

        Assert.Equal((2, 0), await CountsAsync(opened));
        Assert.Equal([VendorBench.Key, "another"], opened.Receiver.Rows.Select(row => row.Project));
    }

    [Fact]
    public async Task Another_build_leaves_out_what_the_one_before_left_out_and_tells_what_comes_then_anew()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var store = new FailingStore(bench.Store);
        bench.Store = store;
        var destination = await bench.AddAsync("plain", ("url", receiver.Address.ToString()), s_onChange);
        bench.Start(new PlainIntegration(1) { IsProfile = true });
        var told = (await bench.AppendAsync("user-a"))[0];
        await bench.DrainAsync(destination);
        store.IsFull = true;
        var leftOut = (await bench.AppendAsync("user-a"))[0];
        var changed = (await bench.AppendAsync(environment: 0, outcome: 1, "user-a"))[0];
        await Eventually.TrueAsync("the receiver has the change, and the store does not know", () => receiver.Requests.Count == 2 && bench.Service.InFlight == 0);
        await bench.Service.DisposeAsync();
        store.IsFull = false;

        bench.Start(new PlainIntegration(1) { IsProfile = true, Version = 2 });
        var ledger = await bench.DrainAsync(destination);
        var anew = (await bench.AppendAsync(environment: 0, outcome: 1, "user-a"))[0];
        await bench.DrainAsync(destination);

        Assert.Equal((2, 1), (ledger.Delivered, ledger.Filtered));
        Assert.Equal([told, changed, changed, anew], receiver.Requests.Select(request => Guid.Parse(request.Header("webhook-id") ?? "")));
        Assert.DoesNotContain(receiver.Requests, request => request.Header("webhook-id") == leftOut.ToString());
    }

    private static async Task<(long Delivered, long Filtered)> CountsAsync(VendorBench opened)
    {
        var ledger = await opened.Bench.DrainAsync(opened.Destination);
        return (ledger.Delivered, ledger.Filtered);
    }
}
