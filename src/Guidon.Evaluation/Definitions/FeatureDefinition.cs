namespace Guidon.Evaluation.Definitions;

/// <summary>A feature with its value in the environment.</summary>
public sealed record FeatureDefinition
{
    /// <summary>The feature's name as written; overrides refer to it.</summary>
    public required string Name { get; init; }

    /// <summary>0 when it is not known.</summary>
    public int FeatureId { get; init; }

    /// <summary><c>STANDARD</c> or <c>MULTIVARIATE</c>.</summary>
    public string Type { get; init; } = "STANDARD";

    /// <summary>What holds for everyone without an override.</summary>
    public required StateDefinition State { get; init; }
}
