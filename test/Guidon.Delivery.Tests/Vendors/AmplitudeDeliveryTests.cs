using Guidon.Receivers.Amplitude;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>What only Amplitude says: users by name, a key behind a 400.</summary>
public sealed class AmplitudeDeliveryTests
{
    [Fact]
    [Trait("Row", "RTY-05")]
    public async Task A_throttled_user_waits_and_the_others_do_not()
    {
        await using var opened = await VendorBench.OpenAsync("amplitude");
        var amplitude = (StrictAmplitude)opened.Receiver;
        amplitude.Throttled.Add("user-a");
        await opened.Bench.AppendAsync("user-a", "user-b", "user-a", "user-b");
        opened.Bench.Start();
        await opened.Bench.DriveAsync("b arrived", () => Task.FromResult(amplitude.Rows.Count == 2));
        var throttledAt = opened.Bench.Clock.GetUtcNow();
        amplitude.Throttled.Clear();

        var ledger = await opened.Bench.DrainAsync(opened.Destination);

        Assert.Equal(4, ledger.Delivered);
        Assert.Equal(["user-b", "user-b", "user-a", "user-a"], amplitude.Rows.Select(row => row.User));
        Assert.InRange((opened.Bench.Clock.GetUtcNow() - throttledAt).TotalSeconds, 10, 90);
    }

    [Fact]
    public async Task A_wrong_key_holds_and_the_right_one_drains()
    {
        await using var opened = await VendorBench.OpenAsync("amplitude");
        await opened.Bench.AppendAsync("user-a", "user-b");
        opened.Receiver.Projects.Clear();
        opened.Bench.Start();
        await opened.Bench.DriveAsync(
            "it is held", async () => (await opened.Bench.StatusAsync(opened.Destination)).Destination.HeldReason == "bad_key: http 400");
        opened.Receiver.Projects.Add("right");

        await opened.Bench.ChangeAsync(opened.Destination, opened.Settings("right"));

        Assert.Equal(2, (await opened.Bench.DrainAsync(opened.Destination)).Delivered);
        Assert.Equal(2, opened.Receiver.Rows.Count);
    }

    [Fact]
    public async Task Events_wait_a_second_for_company()
    {
        await using var opened = await VendorBench.OpenAsync("amplitude");
        opened.Bench.Start();
        await opened.Bench.AppendAsync("user-a");
        await opened.Bench.AppendAsync("user-b");

        await opened.Bench.DrainAsync(opened.Destination);

        Assert.InRange(opened.Receiver.Requests.Count, 1, 2);
        Assert.Equal(2, opened.Receiver.Rows.Count);
    }
}
