using Xunit.Abstractions;

namespace Guidon.Evaluation.Tests;

[Trait("Category", "Nightly")]
public sealed class FuzzNightlyTests(ITestOutputHelper output)
{
    private const int Mutants = 1_000_000;

    [Fact]
    public void A_million_spoiled_documents_and_contexts_never_throw()
    {
        var seed = Environment.TickCount;
        var parts = Environment.ProcessorCount;
        var readable = 0;
        Parallel.For(0, parts, part => Interlocked.Add(ref readable, FuzzRun.Run(unchecked(seed + part), Mutants / parts)));
        output.WriteLine($"seeds {seed} to {seed + parts - 1}: {readable} of {Mutants} mutants could be read");
    }
}
