namespace Guidon.Storage.Model;

/// <summary>A group looks after a feature. Gives no permission.</summary>
public sealed class FeatureGroupOwner
{
    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>A group of the feature's organisation.</summary>
    public required int GroupId { get; set; }
}
