namespace Guidon.Storage.Model;

/// <summary>
/// What a feature is worth in an environment: by default, for a segment (then <see cref="SegmentId"/> and <see cref="Priority"/> are
/// set) or for one identity (then <see cref="Identifier"/> is set).
/// </summary>
public sealed class FeatureState
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>What the document calls <c>featurestate_uuid</c>.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>The environment.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>The segment that it overrides for.</summary>
    public int? SegmentId { get; set; }

    /// <summary>From 0, the strongest; set exactly when <see cref="SegmentId"/> is.</summary>
    public int? Priority { get; set; }

    /// <summary>The identity that it overrides for; the identity need not be stored.</summary>
    public string? Identifier { get; set; }

    /// <summary>Whether the flag is on.</summary>
    public required bool Enabled { get; set; }

    /// <summary>A JSON scalar as compact text: text, whole number, boolean or <c>null</c>.</summary>
    public required string Value { get; set; }

    /// <summary>
    /// What the document calls <c>django_id</c>, the seed of variants: survives when a row is made anew, so that nobody changes
    /// variant. <see langword="null"/> means the row's own id.
    /// </summary>
    public int? HashSeed { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }
}
