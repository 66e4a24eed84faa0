namespace Guidon.Contracts.Transfer;

/// <summary>How many identities get one variant.</summary>
/// <param name="Variant">Position among the feature's variants, from 0.</param>
/// <param name="PercentageAllocation">0–100; at most 100 over all variants of a state.</param>
public sealed record SharePart(int Variant, double PercentageAllocation);
