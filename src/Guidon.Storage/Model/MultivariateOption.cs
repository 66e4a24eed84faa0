namespace Guidon.Storage.Model;

/// <summary>A variant of a feature.</summary>
public sealed class MultivariateOption
{
    /// <summary>Given by the database; variants are tried in the order of their ids.</summary>
    public int Id { get; set; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int FeatureId { get; set; }

    /// <summary>Unique inside the feature; never <c>control</c>.</summary>
    public string? Key { get; set; }

    /// <summary>A JSON scalar as compact text: text, whole number or boolean.</summary>
    public required string Value { get; set; }

    /// <summary>Percent, 0–100; what new environments start with.</summary>
    public required double DefaultPercentageAllocation { get; set; }
}
