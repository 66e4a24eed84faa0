namespace Guidon.Evaluation.Tests;

public sealed class FuzzTests
{
    private const int Seed = 7_011;
    private const int Mutants = 5_000;

    [Fact]
    public void Spoiled_documents_and_contexts_are_refused_or_evaluated_and_never_throw()
    {
        var readable = FuzzRun.Run(Seed, Mutants);

        Assert.True(readable > Mutants / 50, $"Only {readable} of {Mutants} mutants could be read: the fuzzer tests the JSON parser.");
    }
}
