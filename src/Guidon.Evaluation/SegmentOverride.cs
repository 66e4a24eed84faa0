namespace Guidon.Evaluation;

/// <summary>What a flag is worth inside a segment.</summary>
/// <param name="Segment">Position in <see cref="FlagSet.Segments"/>.</param>
/// <param name="State">Its state there.</param>
internal readonly record struct SegmentOverride(int Segment, CompiledState State);
