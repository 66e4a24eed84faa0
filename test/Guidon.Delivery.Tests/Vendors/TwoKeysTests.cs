using Guidon.Integrations;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>Two destinations of one integration in one process, each with its own key and address: a vendor's client that keeps them in a global would mix them.</summary>
public sealed class TwoKeysTests
{
    private const int Rounds = 100;

    // Channels of alerts take the marked events of one organisation; they have no environments to mix.
    public static TheoryData<string> All => [.. Catalog.All.Where(integration => !integration.SendsAlerts).Select(integration => integration.Name)];

    [Theory]
    [Trait("Row", "MAP-15")]
    [MemberData(nameof(All))]
    public async Task Under_load_each_receiver_sees_its_own_key_and_names_only(string vendor)
    {
        await using var bench = await VendorBench.OpenBenchAsync(environments: 2);
        await using var one = await VendorBench.OpenAsync(bench, 0, vendor, "key-of-the-first-project");
        await using var other = await VendorBench.OpenAsync(bench, 1, vendor, "key-of-the-other-project");
        bench.Start();
        for (var i = 0; i < Rounds; i++)
        {
            await bench.TellAsync(0, vendor, $"one-{i}", $"one-{i}");
            await bench.TellAsync(1, vendor, $"other-{i}");
        }

        var (first, second) = (await bench.DrainAsync(one.Destination), await bench.DrainAsync(other.Destination));
        Assert.Equal((2 * Rounds, 0, Rounds, 0), (first.Delivered, first.Parked, second.Delivered, second.Parked));

        // Each knows its own key only: a request with the other one would have been refused, and held the destination.
        Assert.All(one.Read(), told => Assert.StartsWith("one-", told.Name, StringComparison.Ordinal));
        Assert.All(other.Read(), told => Assert.StartsWith("other-", told.Name, StringComparison.Ordinal));
        Assert.Equal((2 * Rounds, Rounds), (one.Read().Count(), other.Read().Count()));
    }
}
