namespace Guidon.Flags.Documents;

/// <summary>The organisation part of an environment document.</summary>
public sealed record OrganisationDocument
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>The organisation's name.</summary>
    public required string Name { get; init; }

    /// <summary>Informational.</summary>
    public bool FeatureAnalytics { get; init; }

    /// <summary>True refuses every SDK request of the organisation.</summary>
    public bool StopServingFlags { get; init; }

    /// <summary>False keeps traits out of storage. Default true.</summary>
    public bool PersistTraitData { get; init; } = true;
}
