namespace Guidon.Events;

/// <summary>One flag as the caller was shown it.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Outcome">The answer that it gave.</param>
public readonly record struct EvaluatedFlag(FlagRow Flag, FlagOutcomeRow Outcome);
