using System.Net;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Management;

/// <summary>Two organisations call the whole resource API at random, with each other's ids as often as with their own.</summary>
public sealed class TenantTests(ITestOutputHelper output)
{
    private const int Calls = 10_000;

    [Fact]
    [Trait("Row", "S07")]
    public Task Of_ten_thousand_random_calls_by_two_tenants_none_crosses() => RunAsync(Environment.TickCount, Calls, new ServerSettings());

    [Fact]
    [Trait("Category", "External")]
    [Trait("Row", "S07")]
    public Task Nor_does_one_on_postgres() => RunAsync(Environment.TickCount, Calls / 4, ServerSettings.OnPostgres());

    [Fact]
    [Trait("Category", "Nightly")]
    [Trait("Row", "S07")]
    public async Task Of_a_million_random_calls_by_two_tenants_none_crosses()
    {
        // A hundred installations and not one, so that the last call finds as few things as the first and costs no more.
        var seed = Environment.TickCount;
        for (var round = 0; round < 100; round++) await RunAsync(seed + (2 * round), Calls, round % 4 == 3 ? ServerSettings.OnPostgres() : new ServerSettings());
    }

    private async Task RunAsync(int seed, int calls, ServerSettings settings)
    {
        output.WriteLine($"seed {seed}");
        await using var server = await PreparedInstallation.StartWithNeighbourAsync(settings);
        using var neighbour = server.NeighbourHttp();
        var world = new TenantWorld();
        Tenant[] tenants =
        [
            new(Tenant.Words[0], 1, user: 1, server.Management, new Random(seed), world), new(Tenant.Words[1], 2, user: 2, neighbour, new Random(seed + 1), world),
        ];
        foreach (var tenant in tenants) await tenant.SettleAsync();

        await Task.WhenAll(tenants.Select(tenant => tenant.CallAsync(calls / tenants.Length)));

        foreach (var tenant in tenants) await tenant.CheckAsync();
        output.WriteLine(string.Join(", ", tenants.Select(tenant => tenant.Report)));
        Assert.All(tenants, tenant => Assert.True(tenant.Succeeded > calls / 20, tenant.Report));
        using var health = await server.Http.GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
