namespace Guidon.Contracts;

/// <summary>How often SDKs said that they evaluated a feature.</summary>
/// <param name="Name">As SDKs wrote it; there need not be such a feature any more.</param>
/// <param name="Count">Above 0.</param>
public sealed record FeatureUse(string Name, long Count);
