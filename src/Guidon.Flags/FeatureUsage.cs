namespace Guidon.Flags;

/// <summary>How often one feature was evaluated by SDKs within one hour.</summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="FeatureName">The feature's name as written by the operator.</param>
/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Count">Above 0.</param>
public readonly record struct FeatureUsage(int EnvironmentId, string FeatureName, DateTimeOffset Hour, long Count);
