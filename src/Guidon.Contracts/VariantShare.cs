namespace Guidon.Contracts;

/// <summary>The share of one variant under one feature state.</summary>
/// <param name="Id">Of the share.</param>
/// <param name="MultivariateFeatureOption">Id of the variant.</param>
/// <param name="PercentageAllocation">Percent, 0–100.</param>
public sealed record VariantShare(int Id, int MultivariateFeatureOption, double PercentageAllocation);
