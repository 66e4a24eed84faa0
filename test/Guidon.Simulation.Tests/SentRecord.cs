using System.Globalization;

namespace Guidon.Simulation.Tests;

/// <summary>One record as the simulated integration writes it: a line of text.</summary>
/// <param name="Sequence">The event's place in the log.</param>
/// <param name="Id">The event's id, or the one that a replay gave it.</param>
/// <param name="Identity">Whose.</param>
/// <param name="IsState">It sets a profile; otherwise it is history.</param>
internal sealed record SentRecord(long Sequence, Guid Id, string Identity, bool IsState)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}|{Id}|{Identity}|{(IsState ? "state" : "history")}");

    internal static SentRecord Parse(string line)
    {
        var parts = line.Split('|');
        return new SentRecord(long.Parse(parts[0], CultureInfo.InvariantCulture), Guid.Parse(parts[1]), parts[2], parts[3] == "state");
    }
}
