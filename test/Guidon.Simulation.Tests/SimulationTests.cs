namespace Guidon.Simulation.Tests;

/// <summary>The whole way of an event under seeded trouble; every invariant of <see cref="Oracle"/> and <see cref="FinalCheck"/> holds.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task Nothing_breaks_in_200_seeds() => Assert.Equal("", await Simulator.FailuresAsync(1, 200));

    [Theory]
    [InlineData(7)]
    [InlineData(102)]
    [InlineData(362)]
    public async Task The_same_seed_gives_the_same_trace(int seed) =>
        Assert.Equal(await Simulator.TraceAsync(seed), await Simulator.TraceAsync(seed));
}
