using System.Collections.Immutable;

namespace Guidon.Storage.Versions;

/// <summary>One feature state of a version: the environment's default, or what a segment gets instead.</summary>
public sealed record VersionState
{
    /// <summary>Ids of overrides that a draft has and the environment has not, from here on: no row has one.</summary>
    public const int DraftIdMin = 2_000_000_000;

    /// <summary>Of the row that it is or was; in a draft from <see cref="DraftIdMin"/> for what is new.</summary>
    public required int Id { get; init; }

    /// <summary>As the row's.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The segment that it overrides for; <see langword="null"/> for the default.</summary>
    public int? Segment { get; init; }

    /// <summary>From 0, the strongest; set exactly when <see cref="Segment"/> is.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether the flag is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>A JSON scalar as compact text.</summary>
    public required string Value { get; init; }

    /// <summary>The seed of variants: whoever brings the override back brings it along, so that nobody changes variant. <see langword="null"/> for what is new.</summary>
    public int? Seed { get; init; }

    /// <summary>In the order in which they are tried.</summary>
    public ImmutableArray<VersionWeight> Weights { get; init; } = [];
}
