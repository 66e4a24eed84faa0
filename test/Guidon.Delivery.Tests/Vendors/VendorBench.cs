using Guidon.Receivers;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>One destination of one vendor whose strict receiver lives in the same virtual time.</summary>
public sealed class VendorBench : IAsyncDisposable
{
    public const string Key = "key-of-the-project";

    private VendorBench(DeliveryBench bench, ReceiverHost host, StrictReceiver receiver) => (Bench, Host, Receiver) = (bench, host, receiver);

    public DeliveryBench Bench { get; }

    public StrictReceiver Receiver { get; }

    public int Destination { get; private set; }

    private ReceiverHost Host { get; }

    public static async Task<VendorBench> OpenAsync(string vendor, params (string Name, string Text)[] more)
    {
        var bench = await DeliveryBench.OpenAsync();
        // Virtual time runs a hundred times as fast: on a busy machine it would cut requests on real sockets.
        bench.Options = bench.Options with { RequestTimeoutSeconds = 1_000_000, ConnectTimeoutSeconds = 1_000_000 };
        var receiver = ReceiverHost.All(bench.Clock, Key).Single(receiver => receiver.Name == vendor);
        var opened = new VendorBench(bench, await ReceiverHost.StartAsync(receiver), receiver);
        opened.Destination = await bench.AddAsync(vendor, opened.Settings(Key, more));
        return opened;
    }

    public (string Name, string Text)[] Settings(string key, params (string Name, string Text)[] more)
    {
        var address = Host.AddressOf(Receiver);
        return Receiver.Name == "webhook" ? [("url", address + "/hook"), ("format", "standard"), .. more] : [("api_key", key), ("base_url", address), .. more];
    }

    /// <summary>What the vendor would show, once per key: a vendor without deduplication shows a key twice when it was in doubt.</summary>
    public List<Row> Shown() => [.. Receiver.Rows.DistinctBy(row => row.Key.Split('#')[0])];

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await Host.DisposeAsync();
    }
}
