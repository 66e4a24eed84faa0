namespace Guidon.Contracts;

/// <summary>A version of a feature in one environment: what it is worth there by default and for segments, as one whole.</summary>
public sealed record VersionAnswer
{
    /// <summary>Names it in paths.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Id of the feature.</summary>
    public required int Feature { get; init; }

    /// <summary>Id of the environment.</summary>
    public required int Environment { get; init; }

    /// <summary>From 1 without gaps; the highest is what counts now. <see langword="null"/> until it goes live.</summary>
    public required int? Number { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>False for a draft, which alone may be changed.</summary>
    public required bool Published { get; init; }

    /// <summary>UTC; since when, or from when on, it counts. <see langword="null"/> for a draft.</summary>
    public required DateTime? LiveFrom { get; init; }

    /// <summary>Whether it went live, be it that newer ones followed.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Id of the person; <see langword="null"/> for a master API key.</summary>
    public required int? PublishedBy { get; init; }

    /// <summary>Id of the person; <see langword="null"/> for a master API key.</summary>
    public required int? CreatedBy { get; init; }

    /// <summary>For people.</summary>
    public required string Description { get; init; }

    /// <summary>What was live before it; <see langword="null"/> for the first that is kept, and for one that is not live yet.</summary>
    public required Guid? PreviousVersionUuid { get; init; }
}
