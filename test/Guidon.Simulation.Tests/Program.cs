using System.Diagnostics;
using System.Globalization;

namespace Guidon.Simulation.Tests;

/// <summary>
/// The simulator: <c>FROM COUNT [trace] [spins|hurries]</c>. One line per seed; exit code 1 when one failed. The last two break the node on purpose, and
/// the run must say so instead of hanging: a loop that never rests, and timers that wait for no time.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        // Before anything is queued. Continuations leave every scheduler by ConfigureAwait(false), but they do not leave the pool.
        if (!ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(1, 1)) throw new InvalidOperationException("The pool keeps its threads.");
        var from = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var count = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        var template = await Template.MakeAsync();
        var failed = 0;
        try
        {
            for (var seed = from; seed < from + count; seed++)
            {
                if (!await RunAsync(seed, arguments, template)) failed++;
            }
        }
        finally
        {
            template.Parent!.Delete(recursive: true);
        }

        return failed == 0 ? 0 : 1;
    }

    internal static string Again(int seed) => $"again: dotnet run -c Release --project test/Guidon.Simulation.Tests -- {seed} 1 trace";

    private static async Task<bool> RunAsync(int seed, string[] arguments, DirectoryInfo template)
    {
        var started = Stopwatch.GetTimestamp();
        var isWhole = arguments.Contains("trace");
        await using var world = new World(seed, isWhole, template) { Spins = arguments.Contains("spins"), Hurries = arguments.Contains("hurries") };
        Exception? failure = null;
        using var watch = new Watch(world, seed, world.Spins ? TimeSpan.FromSeconds(2) : Watch.Patience);
        try
        {
            await new Scenario(world).RunAsync();
        }
        catch (Exception broken)
        {
            failure = broken;
        }

        if (isWhole || failure is not null) Console.WriteLine(string.Join('\n', world.Trace.Tail));
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed} {(failure is null ? "ok" : "FAILED")} trace {world.Trace.Hash} steps {world.Agenda.Steps} ms {milliseconds:F0}"));
        if (failure is null) return true;
        Console.WriteLine(failure is BrokenInvariantException ? failure.Message : failure.ToString());
        Console.WriteLine(Again(seed));
        return false;
    }
}
