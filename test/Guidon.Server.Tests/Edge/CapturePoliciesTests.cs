using System.Collections.Frozen;
using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Integrations;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Tests.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Edge;

/// <summary>What intake knows of destinations, over a real store.</summary>
public sealed class CapturePoliciesTests
{
    [Fact]
    public async Task A_destination_of_which_nobody_told_is_captured_for_within_seconds()
    {
        await using var bench = await MonitoringBench.OpenAsync();
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        var protector = new SettingsProtector(InstallationSecret.Open(folder, isNew: true).Secret ?? throw new InvalidOperationException("no secret"));
        var catalog = Catalog.All.ToFrozenDictionary(integration => integration.Name, StringComparer.Ordinal);
        using var policies = new CapturePolicies(bench.Storage.Deliveries, bench.Storage.Retention, protector, catalog, bench.Clock, NullLogger<CapturePolicies>.Instance);
        await policies.RefreshAsync(default);
        await policies.StartAsync(default);

        await bench.AddAsync("webhook", bench.Environment, ("url", "http://127.0.0.1:1/"));
        Assert.False(policies.Of(bench.Environment).Enabled);

        await Eventually.TrueAsync("it is captured for", () =>
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return policies.Of(bench.Environment).Enabled;
        });
        await policies.StopAsync(default);
    }

    [Fact]
    public async Task A_look_that_fails_in_a_way_that_nobody_thought_of_is_made_again()
    {
        await using var bench = await MonitoringBench.OpenAsync();
        var protector = new ThrowingProtector();
        var catalog = Catalog.All.ToFrozenDictionary(integration => integration.Name, StringComparer.Ordinal);
        using var policies = new CapturePolicies(bench.Storage.Deliveries, bench.Storage.Retention, protector, catalog, bench.Clock, NullLogger<CapturePolicies>.Instance);
        await policies.StartAsync(default);
        await bench.AddAsync("webhook", bench.Environment, ("url", "http://127.0.0.1:1/"));
        await Eventually.TrueAsync("looks fail", () =>
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return protector.Thrown >= 2;
        });

        protector.IsWell = true;

        await Eventually.TrueAsync("it is captured for", () =>
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return policies.Of(bench.Environment).Enabled;
        });
        await policies.StopAsync(default);
    }
}
