namespace Guidon.Evaluation.Definitions;

/// <summary>Another state of a feature for a segment or an identity.</summary>
public sealed record OverrideDefinition
{
    /// <summary>Exact name; an override for a feature that does not exist is ignored.</summary>
    public required string FeatureName { get; init; }

    /// <summary>Between segments the lower one wins. Ignored for identities.</summary>
    public Priority Priority { get; init; } = Priority.Weakest;

    /// <summary>What holds instead.</summary>
    public required StateDefinition State { get; init; }
}
