namespace Guidon.Storage.Model;

/// <summary>A person looks after a feature. Gives no permission.</summary>
public sealed class FeatureOwner
{
    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>A member of the feature's organisation.</summary>
    public required int UserId { get; set; }
}
