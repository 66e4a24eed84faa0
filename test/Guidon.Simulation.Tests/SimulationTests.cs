namespace Guidon.Simulation.Tests;

/// <summary>The whole way of an event under seeded trouble; every invariant of <see cref="Oracle"/> and <see cref="FinalCheck"/> holds.</summary>
public sealed class SimulationTests
{
    [Fact]
    [Trait("Row", "D22")]
    public async Task Nothing_breaks_in_200_seeds() => Assert.Equal("", await Simulator.FailuresAsync(1, 200));

    [Theory]
    [InlineData(7)]
    [InlineData(102)]
    [InlineData(362)]
    [Trait("Row", "D22")]
    public async Task The_same_seed_gives_the_same_trace(int seed) =>
        Assert.Equal(await Simulator.TraceAsync(seed), await Simulator.TraceAsync(seed));

    [Theory]
    [InlineData("spins", "a loop of the product turns and never rests")]
    [InlineData("hurries", "something waits for no time at all")]
    public async Task A_run_that_stands_still_is_told_as_a_stall_with_its_seed(string mutant, string why)
    {
        var told = await Simulator.FailuresAsync(7, 1, mutant);

        Assert.Contains("seed 7 FAILED", told, StringComparison.Ordinal);
        Assert.Contains("stall: ", told, StringComparison.Ordinal);
        Assert.Contains(why, told, StringComparison.Ordinal);
        Assert.Contains(Program.Again(7), told, StringComparison.Ordinal);
    }
}
