namespace Guidon.Contracts;

/// <summary>A feature state with its value as an object, as <c>/features/featurestates/</c> answers.</summary>
public sealed record TypedStateAnswer
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

    /// <summary>Set for an override for a stored identity: its id.</summary>
    public required long? Identity { get; init; }

    /// <summary>The value with its type.</summary>
    public required TypedValue FeatureStateValue { get; init; }

    /// <summary>The shares of all variants, by id.</summary>
    public required IReadOnlyList<VariantShare> MultivariateFeatureStateValues { get; init; }

    /// <summary>UTC; since when it is as it is.</summary>
    public required DateTime LiveFrom { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Always 1: what is written counts at once.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Always null: there are no change requests.</summary>
    public int? ChangeRequest { get; init; }

    /// <summary>Always null: states are written directly, also where every change leaves a version.</summary>
    public Guid? EnvironmentFeatureVersion { get; init; }
}
