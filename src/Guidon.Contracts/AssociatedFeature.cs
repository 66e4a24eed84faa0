namespace Guidon.Contracts;

/// <summary>A feature that a segment changes in one environment.</summary>
/// <param name="Id">Id of the override's state.</param>
/// <param name="Feature">Id of the feature.</param>
/// <param name="Environment">Id of the environment.</param>
public sealed record AssociatedFeature(int Id, int Feature, int Environment);
