namespace Guidon.Evaluation;

/// <summary>What a flag is worth to one identity.</summary>
/// <param name="Flag">Position in <see cref="FlagSet.Flags"/>.</param>
/// <param name="State">Its state there.</param>
internal readonly record struct IdentityOverride(int Flag, CompiledState State);
