namespace Guidon.Contracts;

/// <summary>A segment override whose link is shown whole, as the operation answers that makes both at once.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Feature">Id of the feature.</param>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="FeatureStateValue">The value with its type.</param>
/// <param name="FeatureSegment">The link.</param>
public sealed record SegmentOverrideAnswer(int Id, int Feature, bool Enabled, TypedValue FeatureStateValue, FeatureSegmentAnswer FeatureSegment);
