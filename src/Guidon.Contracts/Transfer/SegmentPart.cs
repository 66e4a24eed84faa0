namespace Guidon.Contracts.Transfer;

/// <summary>A segment in a <see cref="ProjectFile"/>.</summary>
public sealed record SegmentPart
{
    /// <summary>What states of the file call it.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>1–2,000 characters.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Name of the one feature that may use it; <see langword="null"/> when all may.</summary>
    public string? Feature { get; init; }

    /// <summary>Above 0; decides which identities a percentage split takes. <see langword="null"/> leaves it to the importing server.</summary>
    public int? HashSeed { get; init; }

    /// <summary>All of them must be true.</summary>
    public IReadOnlyList<RulePart> Rules { get; init; } = [];
}
