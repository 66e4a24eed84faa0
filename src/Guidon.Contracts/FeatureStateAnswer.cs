using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>A feature state with its value as a bare scalar, as <c>/environments/{key}/featurestates/</c> answers.</summary>
public sealed record FeatureStateAnswer
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Id of the feature.</summary>
    public required int Feature { get; init; }

    /// <summary>Id of the environment.</summary>
    public required int Environment { get; init; }

    /// <summary>Whether it is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Set for an override for a segment: the link between the two, which has the id of the state.</summary>
    public required int? FeatureSegment { get; init; }

    /// <summary>Set for an override for an identity.</summary>
    public required IdentityReference? Identity { get; init; }

    /// <summary>Text, whole number, boolean or null.</summary>
    public required JsonElement FeatureStateValue { get; init; }

    /// <summary>The shares of all variants, by id.</summary>
    public required IReadOnlyList<VariantShare> MultivariateFeatureStateValues { get; init; }
}
