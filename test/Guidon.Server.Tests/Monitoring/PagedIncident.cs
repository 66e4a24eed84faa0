using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations;
using Guidon.Receivers;
using Guidon.Receivers.PagerDuty;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A vendor that is down, and a pager that is told. Not started.</summary>
internal sealed class PagedIncident : IAsyncDisposable
{
    private readonly ReceiverHost _host;

    private PagedIncident(RecordingReceiver vendor, MonitoringBench bench, StrictPagerDuty pager, ReceiverHost host) =>
        (Vendor, Bench, Pager, _host) = (vendor, bench, pager, host);

    internal RecordingReceiver Vendor { get; }

    internal MonitoringBench Bench { get; }

    internal StrictPagerDuty Pager { get; }

    internal static async Task<PagedIncident> OpenAsync()
    {
        var vendor = await RecordingReceiver.StartAsync();
        vendor.Answer = _ => 500;
        var bench = await MonitoringBench.OpenAsync();
        var pager = new StrictPagerDuty(bench.Clock) { Projects = { MonitoringBench.RoutingKey } };
        var host = await ReceiverHost.StartAsync(pager);
        await bench.AddAsync("webhook", bench.Environment, ("url", vendor.Address.ToString()));
        await bench.AddAsync("alert-pagerduty", EventStream.OfAlerts(bench.Organisation), ("routing_key", MonitoringBench.RoutingKey), ("base_url", host.AddressOf(pager)));
        return new PagedIncident(vendor, bench, pager, host);
    }

    /// <summary>Starts it, until the canary is lost and the pager has its one incident.</summary>
    internal async Task PageAsync()
    {
        await Bench.StartAsync(Catalog.All);
        await Bench.UntilFiringAsync("CanaryLost", TimeSpan.FromMinutes(6));
        await Bench.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Single(Pager.Open);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Bench.DisposeAsync();
        await Vendor.DisposeAsync();
    }
}
