namespace Guidon.Storage.Model;

/// <summary>
/// What a feature was worth in one environment, by default and for segments, as one whole. A draft has neither <see cref="LiveFrom"/> nor
/// <see cref="Number"/>, a scheduled one has the first, one that is or was live has both. Those that were live are never changed.
/// </summary>
public sealed class FeatureVersion
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Names it in paths.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>An environment that keeps versions, or did.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>From 1 without gaps, in the order in which they went live; the highest is what counts now. <see langword="null"/> before that.</summary>
    public int? Number { get; set; }

    /// <summary>UTC; since when, or from when on, it counts. <see langword="null"/> for a draft.</summary>
    public DateTimeOffset? LiveFrom { get; set; }

    /// <summary>For people; empty when nobody wrote one.</summary>
    public required string Description { get; set; }

    /// <summary>The states as <see cref="Versions.VersionStates"/> writes them.</summary>
    public required string States { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The person; <see langword="null"/> for a master API key.</summary>
    public int? CreatedBy { get; set; }

    /// <summary>The person; <see langword="null"/> for a master API key, and for a draft.</summary>
    public int? PublishedBy { get; set; }

    /// <summary>An e-mail address or the name of a master API key: under it a scheduled one goes live. Empty for a draft.</summary>
    public string Publisher { get; set; } = "";
}
