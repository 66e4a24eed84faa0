namespace Guidon.Storage.Model;

/// <summary>How often SDKs said that they evaluated a feature within one hour.</summary>
public sealed class FeatureCount
{
    /// <summary>The environment.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>Its beginning, in seconds since 1970 UTC.</summary>
    public required long Hour { get; set; }

    /// <summary>As SDKs sent it; there need not be such a feature.</summary>
    public required string FeatureName { get; set; }

    /// <summary>Above 0.</summary>
    public required long Count { get; set; }
}
