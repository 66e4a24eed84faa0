namespace Guidon.Simulation.Tests;

/// <summary>The same for a night: about a quarter of an hour on two cores.</summary>
[Trait("Category", "Nightly")]
public sealed class SimulationNightlyTests
{
    [Fact]
    [Trait("Row", "D22")]
    public async Task Nothing_breaks_in_10000_seeds() => Assert.Equal("", await Simulator.FailuresAsync(1, 10_000));
}
