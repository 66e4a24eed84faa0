using Guidon.Flags;

namespace Guidon.Storage.Model;

/// <summary>How many requests of one kind an environment had within one hour.</summary>
public sealed class RequestCount
{
    /// <summary>The environment.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>Its beginning, in seconds since 1970 UTC.</summary>
    public required long Hour { get; set; }

    /// <summary>What was asked for.</summary>
    public required RequestKind Kind { get; set; }

    /// <summary>Above 0.</summary>
    public required long Count { get; set; }
}
