namespace Guidon.Contracts;

/// <summary>What a feature is worth to the members of a segment.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Priority">From 0, the strongest.</param>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="Value"><see langword="null"/> when it has none.</param>
/// <param name="Variants">All variants of the feature, by id; empty when it has none.</param>
public sealed record FlagOverride(SegmentReference Segment, int Priority, bool Enabled, FlagValue? Value, IReadOnlyList<FlagVariant> Variants);
