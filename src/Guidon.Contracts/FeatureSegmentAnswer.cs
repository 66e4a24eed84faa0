namespace Guidon.Contracts;

/// <summary>The link between a feature and a segment in one environment. Has the id of the override's state.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Uuid">Stable across exports.</param>
/// <param name="Feature">Id of the feature.</param>
/// <param name="Segment">Id of the segment.</param>
/// <param name="Environment">Id of the environment.</param>
/// <param name="Priority">From 0, the strongest.</param>
/// <param name="SegmentName">For people.</param>
/// <param name="IsFeatureSpecific">True when the segment is this feature's own.</param>
public sealed record FeatureSegmentAnswer(
    int Id, Guid Uuid, int Feature, int Segment, int Environment, int Priority, string SegmentName, bool IsFeatureSpecific);
