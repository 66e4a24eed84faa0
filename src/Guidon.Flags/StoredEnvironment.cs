namespace Guidon.Flags;

/// <summary>One environment as the control plane published it: what a node needs to answer SDKs without any other read.</summary>
public sealed record StoredEnvironment
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>The environment document (v1 schema), UTF-8 JSON, exactly as SDKs receive it.</summary>
    public required ReadOnlyMemory<byte> Document { get; init; }

    /// <summary>What the document leaves out.</summary>
    public required IReadOnlyList<FeatureDetail> Features { get; init; }

    /// <summary>All server-side keys, also inactive and expired ones.</summary>
    public required IReadOnlyList<StoredServerKey> ServerKeys { get; init; }
}
