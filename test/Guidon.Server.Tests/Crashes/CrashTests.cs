using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Crashes;

/// <summary>
/// SIGKILL to the server and to its database in the middle of changes of all kinds and of evaluations: no change is there by half, in its rows, its documents, its
/// records or its events, and none of these without the others.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public Task No_change_is_made_by_half_when_a_server_is_killed() => RunAsync(kills: 4, isShared: false, _ => Victim.Server);

    [Fact]
    [Trait("Category", "External")]
    [Trait("Row", "D13")]
    [Trait("Row", "D14")]
    public Task No_change_is_made_by_half_when_a_server_and_PostgreSQL_are_killed_in_turn() => RunAsync(kills: 4, isShared: true, InTurn);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task No_change_is_made_by_half_when_a_server_is_killed_50_times() => RunAsync(kills: 50, isShared: false, _ => Victim.Server);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task No_change_is_made_by_half_when_a_server_on_PostgreSQL_is_killed_50_times() => RunAsync(kills: 50, isShared: true, _ => Victim.Server);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task No_change_is_made_by_half_when_PostgreSQL_is_killed_50_times() => RunAsync(kills: 50, isShared: true, _ => Victim.Database);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task No_change_is_made_by_half_when_a_server_and_PostgreSQL_are_killed_50_times_in_turn() => RunAsync(kills: 50, isShared: true, InTurn);

    private static Victim InTurn(int kill) => kill % 2 == 0 ? Victim.Database : Victim.Server;

    private async Task RunAsync(int kills, bool isShared, Func<int, Victim> victims)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        using var cluster = isShared ? PostgresCluster.Start(isDurable: true) : null;
        await using var run = await CrashRun.StartAsync(new Random(seed), cluster);
        for (var kill = 0; kill < kills; kill++) await run.KillAsync(victims(kill));
        output.WriteLine(await run.EndAsync());
    }
}
