using System.Collections.Immutable;

namespace Guidon.Events.Changes;

/// <summary>A feature state as it was at one moment.</summary>
public sealed record FlagSnapshot
{
    /// <summary>The state's id.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public Guid Uuid { get; init; }

    /// <summary>Whether the flag is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Its value.</summary>
    public required EventValue Value { get; init; }

    /// <summary>The segment that it overrides for.</summary>
    public SegmentSnapshot? Segment { get; init; }

    /// <summary>Of a segment override; 0 is the strongest.</summary>
    public int? Priority { get; init; }

    /// <summary>The identity that it overrides for.</summary>
    public string? Identifier { get; init; }

    /// <summary>Its id, when the identity is stored: overrides name identities that need not be.</summary>
    public long? IdentityId { get; init; }

    /// <summary>Shares of variants, in the order in which they are tried.</summary>
    public ImmutableArray<VariantSnapshot> Variants { get; init; } = [];
}
