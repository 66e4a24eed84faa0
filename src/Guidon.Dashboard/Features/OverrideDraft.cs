namespace Guidon.Dashboard.Features;

/// <summary>An override for a segment while it is edited; its place in the list is its strength.</summary>
/// <param name="Segment">Id of the segment.</param>
/// <param name="State">What the flag is to be for its members.</param>
public sealed record OverrideDraft(int Segment, StateDraft State);
