namespace Guidon.Storage.Model;

/// <summary>A feature has a tag.</summary>
public sealed class FeatureTag
{
    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>A tag of the same project.</summary>
    public required int TagId { get; set; }
}
