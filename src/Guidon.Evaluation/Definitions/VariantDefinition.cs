namespace Guidon.Evaluation.Definitions;

/// <summary>One option of a multivariate state.</summary>
public sealed record VariantDefinition
{
    /// <summary>The option's key; <see langword="null"/> when it has none.</summary>
    public string? Key { get; init; }

    /// <summary>The value as JSON text.</summary>
    public required string ValueJson { get; init; }

    /// <summary>Percent, 0 to 100. A variant of weight 0 is never chosen.</summary>
    public required double Weight { get; init; }

    /// <summary>Lower ones come first on the scale from 0 to 100.</summary>
    public Priority Priority { get; init; } = Priority.Weakest;
}
