namespace Guidon.Evaluation;

/// <summary>A flag, resolved: no look-up is left for the evaluation.</summary>
public sealed class CompiledFlag
{
    /// <summary>Position in <see cref="FlagSet.Flags"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the feature; 0 when the context carries none.</summary>
    public required int FeatureId { get; init; }

    /// <summary>The feature's name as written.</summary>
    public required string Name { get; init; }

    /// <summary><c>STANDARD</c> or <c>MULTIVARIATE</c>.</summary>
    public required string Type { get; init; }
}
