namespace Guidon.Storage;

/// <summary>What an edge's configuration names, for <see cref="IUpstreamStore"/>.</summary>
public sealed record UpstreamOrder
{
    /// <summary>One per environment; client-side keys differ.</summary>
    public required IReadOnlyList<UpstreamKeys> Environments { get; init; }

    /// <summary>Keyed hash of the one master API key; <see langword="null"/> when the management API stays shut.</summary>
    public string? MasterKeyHash { get; init; }
}
