using Xunit.Abstractions;

namespace Guidon.Evaluation.Tests.Differential;

[Trait("Category", "Nightly")]
public sealed class DifferentialNightlyTests(ITestOutputHelper output)
{
    private const int Rounds = 25;
    private const int TriplesPerRound = 10_000;

    [Fact]
    public async Task The_official_engine_gives_the_same_answers_a_hundred_thousand_times()
    {
        var seed = Environment.TickCount;
        var compared = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (differences, divergent) = await DifferentialRun.RunAsync(seed + round, TriplesPerRound);
            compared += TriplesPerRound - divergent;
            Assert.True(differences.Count == 0, $"seed {seed + round}: {differences.Count} differences; the first: {differences.FirstOrDefault()}");
        }

        output.WriteLine($"seeds {seed} to {seed + Rounds - 1}: {compared} triples compared");
        Assert.True(compared >= 100_000, $"{compared} triples were compared");
    }
}
