namespace Guidon.Contracts.Transfer;

/// <summary>What an import did, or would do.</summary>
public sealed record ImportAnswer
{
    /// <summary>True when nothing was stored.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Id of the project; of a new one only when it was stored.</summary>
    public required int? Project { get; init; }

    /// <summary>By kind, in the order in which they are written.</summary>
    public required IReadOnlyList<ImportTally> Tallies { get; init; }

    /// <summary>The first <see cref="DifferencesMax"/> of them, for people.</summary>
    public required IReadOnlyList<ImportDifference> Differences { get; init; }

    /// <summary>What stands in the file and was not taken, and why.</summary>
    public required IReadOnlyList<Loss> Losses { get; init; }

    /// <summary>Differences that one answer lists.</summary>
    public const int DifferencesMax = 1_000;
}
