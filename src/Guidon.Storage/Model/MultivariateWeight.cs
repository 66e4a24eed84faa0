namespace Guidon.Storage.Model;

/// <summary>How many identities get one variant under one feature state.</summary>
public sealed class MultivariateWeight
{
    /// <summary>Given by the database; variants are tried in this order.</summary>
    public int Id { get; set; }

    /// <summary>What the document calls <c>mv_fs_value_uuid</c>.</summary>
    public required Guid Uuid { get; set; }

    /// <summary>Whose it is.</summary>
    public required int FeatureStateId { get; set; }

    /// <summary>The variant.</summary>
    public required int MultivariateOptionId { get; set; }

    /// <summary>Percent, 0–100; at most 100 over all variants of a state.</summary>
    public required double PercentageAllocation { get; set; }
}
