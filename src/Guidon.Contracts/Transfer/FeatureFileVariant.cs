namespace Guidon.Contracts.Transfer;

/// <summary>A variant in Flagsmith's file of one environment.</summary>
/// <param name="PercentageAllocation">In the environment.</param>
/// <param name="DefaultPercentageAllocation">What new environments start with.</param>
/// <param name="Value">Its value.</param>
/// <param name="Type"><c>unicode</c>, <c>int</c> or <c>bool</c>.</param>
public sealed record FeatureFileVariant(double PercentageAllocation, double DefaultPercentageAllocation, System.Text.Json.JsonElement Value, string Type);
