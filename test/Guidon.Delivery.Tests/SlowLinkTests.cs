using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>A receiver at the end of 256 kbit/s on which three packets of ten are lost.</summary>
public sealed class SlowLinkTests
{
    [Fact]
    [Trait("Row", "L05")]
    public async Task Events_come_through_a_narrow_link_that_loses_packets_once_and_in_order()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var link = new SlowLink(receiver.Address, seed: 5);
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("plain", ("url", link.Address.ToString()));
        bench.Start(new PlainIntegration(10));
        string[] names = [.. Enumerable.Range(0, 40).Select(n => $"user-{n}-".PadRight(800, 'x'))];
        await bench.AppendAsync(names);

        var ledger = await bench.DrainAsync(destination);

        Assert.Equal((40, 0), (ledger.Delivered, ledger.Doubtful));
        Assert.Equal(names, receiver.Requests.SelectMany(request => request.Json.EnumerateArray().Select(each => each.GetString())));
    }
}
