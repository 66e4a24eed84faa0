using System.Collections.Immutable;

namespace Guidon.Events;

/// <summary>
/// What events refer to instead of repeating it: every answer that one flag set can give. Immutable; kept as long as an
/// event refers to it. Identical content is stored once.
/// </summary>
public sealed record FlagTable
{
    /// <summary>Id of the environment.</summary>
    public required int EnvironmentId { get; init; }

    /// <summary>The environment's client-side key.</summary>
    public required string EnvironmentKey { get; init; }

    /// <summary>The environment's name.</summary>
    public required string EnvironmentName { get; init; }

    /// <summary>Id of the project.</summary>
    public required int ProjectId { get; init; }

    /// <summary>Version of the flag set that this table was made from.</summary>
    public required string FlagSetVersion { get; init; }

    /// <summary>All flags, in the order of the flag set.</summary>
    public required ImmutableArray<FlagRow> Flags { get; init; }

    /// <summary>All segments, in the order of the flag set.</summary>
    public required ImmutableArray<SegmentRow> Segments { get; init; }
}
