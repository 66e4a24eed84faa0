namespace Guidon.Contracts;

/// <summary>Everything that a feature is worth in one environment, but for single identities. Every answer of the flag write API.</summary>
/// <param name="EnvironmentDefault">For everybody.</param>
/// <param name="SegmentOverrides">The strongest first.</param>
public sealed record FlagAnswer(FlagDefault EnvironmentDefault, IReadOnlyList<FlagOverride> SegmentOverrides);
