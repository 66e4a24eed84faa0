using System.CommandLine;

namespace Guidon.Cli;

/// <summary><c>guidon drill</c>: brings an incident back in a sandbox and times the alarms.</summary>
internal static class DrillVerb
{
    private const int Failed = 1;
    private const int MinutesMax = 14 * 24 * 60;

    internal static Command Build(Verbs verbs)
    {
        var variant = new Option<string>("--variant") { Description = "What is broken: throws, empty (nothing fails, nothing is told), silent (nobody sends), aggregation (the alarm's formula), or all. Default all.", DefaultValueFactory = _ => "all" };
        variant.AcceptOnlyFromAmong("throws", "empty", "silent", "aggregation", "all");
        var minutes = new Option<int>("--minutes") { Description = "How long the bad build stays, in the drill's own time. Default 30; the incident took 13,410.", DefaultValueFactory = _ => 30 };
        minutes.Validators.Add(parsed =>
        {
            if (parsed.GetValue(minutes) is < 15 or > MinutesMax) parsed.AddError($"--minutes takes a number from 15 to {MinutesMax}.");
        });
        var june = new Command("june-2023", "Nine days in which every integration failed and nobody noticed, in a sandbox beside this installation. Exit code 1 unless alarms came in time and everything was recovered once.")
        {
            variant,
            minutes,
        };
        june.SetAction(async (parsed, cancellation) =>
        {
            var (lines, isGood) = await verbs.DrillAsync(parsed.GetValue(variant) ?? "all", parsed.GetValue(minutes), cancellation).ConfigureAwait(false);
            foreach (var line in lines) Console.WriteLine(line);
            return isGood ? 0 : Failed;
        });
        return new Command("drill", "Brings an incident back in a sandbox and times the alarms; production's data is not opened.") { june };
    }
}
