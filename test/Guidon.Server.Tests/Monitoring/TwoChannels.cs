using Guidon.Doubles;
using Guidon.Events;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A vendor that is down, and two channels for the alert about it: a webhook, and a pager that is told when a first one fails. Not started.</summary>
internal sealed class TwoChannels : IAsyncDisposable
{
    private TwoChannels(RecordingReceiver vendor, RecordingReceiver first, RecordingReceiver second, MonitoringBench bench) =>
        (Vendor, First, Second, Bench) = (vendor, first, second, bench);

    internal RecordingReceiver Vendor { get; }

    internal RecordingReceiver First { get; }

    internal RecordingReceiver Second { get; }

    internal MonitoringBench Bench { get; }

    /// <summary>The webhook channel's id.</summary>
    internal int Channel { get; private init; }

    /// <param name="status">What the webhook channel answers.</param>
    /// <param name="isSecond">The webhook too is told only when a first channel fails.</param>
    internal static async Task<TwoChannels> OpenAsync(int status, bool isSecond = false)
    {
        var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => 500;
        var first = await RecordingReceiver.StartAsync();
        first.Answer = _ => status;
        var second = await RecordingReceiver.StartAsync();
        second.Answer = _ => new Reply(202, """{"status":"success"}""");
        var bench = await MonitoringBench.OpenAsync();
        var stream = EventStream.OfAlerts(bench.Organisation);
        await bench.AddAsync("webhook", bench.Environment, ("url", vendor.Address.ToString()));
        var channel = await bench.AddAsync("alert-webhook", stream, [("url", first.Address.ToString()), .. isSecond ? [("when", "first_fails")] : Array.Empty<(string, string)>()]);
        await bench.AddAsync("alert-pagerduty", stream, ("routing_key", MonitoringBench.RoutingKey), ("base_url", second.Address.ToString()), ("when", "first_fails"));
        return new TwoChannels(vendor, first, second, bench) { Channel = channel };
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await Second.DisposeAsync();
        await First.DisposeAsync();
        await Vendor.DisposeAsync();
    }
}
