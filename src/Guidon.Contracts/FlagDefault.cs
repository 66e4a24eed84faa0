namespace Guidon.Contracts;

/// <summary>What a feature is worth to everybody in an environment.</summary>
/// <param name="Enabled">Whether it is on.</param>
/// <param name="Value"><see langword="null"/> when it has none.</param>
/// <param name="Variants">All variants of the feature, by id; empty when it has none.</param>
public sealed record FlagDefault(bool Enabled, FlagValue? Value, IReadOnlyList<FlagVariant> Variants);
