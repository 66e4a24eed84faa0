using Guidon.Receivers;
using Guidon.Receivers.Webhook;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>Signatures over hours of retries, judged by a receiver that refuses old timestamps and other keys.</summary>
public sealed class SignatureTests
{
    private const string Old = "whsec_b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xk";
    private const string New = "whsec_bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3";

    [Fact]
    [Trait("Row", "E16, WHK-03")]
    public async Task Every_attempt_is_signed_for_its_own_time_under_the_id_of_the_first()
    {
        await using var opened = await VendorBench.OpenAsync("webhook", ("standard_secret", Old));
        var (bench, receiver) = (opened.Bench, (StrictWebhook)opened.Receiver);
        receiver.StandardSecret = Old;
        receiver.Always = FaultStep.Of(503);
        await bench.AppendAsync("user-a");
        bench.Start();
        await bench.PassAsync(TimeSpan.FromHours(6), TimeSpan.FromSeconds(30));
        receiver.Always = null;

        var ledger = await bench.DrainAsync(opened.Destination);

        Assert.Equal((1, 0), (ledger.Delivered, ledger.Parked));
        Assert.True(receiver.Requests.Count > 10, $"{receiver.Requests.Count} attempts");
        Assert.Single(receiver.Requests.Select(request => request.Header("webhook-id")).Distinct());
        Assert.Equal(receiver.Requests.Count, receiver.Requests.Select(request => request.Header("webhook-timestamp")).Distinct().Count());
        Assert.Single(receiver.Rows);
    }

    [Fact]
    [Trait("Row", "E17")]
    public async Task While_a_secret_changes_both_sides_may_change_it_first_and_nothing_is_refused()
    {
        await using var opened = await VendorBench.OpenAsync("webhook", ("standard_secret", Old));
        var (bench, receiver) = (opened.Bench, (StrictWebhook)opened.Receiver);
        receiver.StandardSecret = Old;
        receiver.Script(FaultStep.Of(503), FaultStep.Of(503), FaultStep.Of(503));
        await bench.AppendAsync("before");
        bench.Start();
        await bench.DriveAsync("it failed once", () => Task.FromResult(receiver.Requests.Count > 0));
        await bench.ChangeAsync(opened.Destination, opened.Settings("", ("standard_secret", New), ("previous_standard_secret", Old)));
        await bench.DrainAsync(opened.Destination);

        receiver.StandardSecret = New;
        await bench.AppendAsync("between");
        await bench.DrainAsync(opened.Destination);
        await bench.ChangeAsync(opened.Destination, opened.Settings("", ("standard_secret", New)));
        await bench.AppendAsync("after");
        var ledger = await bench.DrainAsync(opened.Destination);

        Assert.Equal((3, 0), (ledger.Delivered, ledger.Parked));
        Assert.Equal(["before", "between", "after"], receiver.Rows.Select(row => row.User));
        Assert.Equal(6, receiver.Requests.Count);   // three that were told to fail, and one for each event: none was refused
    }
}
