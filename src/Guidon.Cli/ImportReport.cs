using Guidon.Contracts.Transfer;

namespace Guidon.Cli;

/// <summary>Tells people what an import did and what it could not carry.</summary>
internal static class ImportReport
{
    private const int LinesMax = 200;

    internal static void Tell(ProjectFile file, ImportAnswer answer)
    {
        Console.WriteLine($"{file.Project.Name}: {(answer.DryRun ? "would be imported (dry run, nothing is stored)" : $"imported as project {answer.Project}")}");
        Console.WriteLine($"  {"kind",-16}{"created",10}{"updated",10}{"deleted",10}{"unchanged",11}");
        foreach (var each in answer.Tallies) Console.WriteLine($"  {each.Kind,-16}{each.Created,10}{each.Updated,10}{each.Deleted,10}{each.Unchanged,11}");
        if (!answer.DryRun) return;
        foreach (var each in answer.Differences.Take(LinesMax)) Console.WriteLine($"  {each.Action,-7} {each.Kind} {each.Name}");
        if (answer.Differences.Count > LinesMax) Console.WriteLine("  and more");
    }

    internal static void Tell(IReadOnlyList<Loss> losses)
    {
        if (losses.Count == 0)
        {
            Console.WriteLine("Everything was carried.");
            return;
        }

        Console.WriteLine($"Not carried: {losses.Count}");
        var width = Math.Min(60, losses.Max(each => each.Path.Length));
        foreach (var each in losses.Take(LinesMax)) Console.WriteLine($"  {each.Path.PadRight(width)}  {each.Kind,-8} {each.Reason}");
        if (losses.Count > LinesMax) Console.WriteLine($"  and {losses.Count - LinesMax} more; --report FILE has all.");
    }
}
