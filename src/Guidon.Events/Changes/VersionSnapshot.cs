using System.Collections.Immutable;

namespace Guidon.Events.Changes;

/// <summary>A version of a feature when it went live.</summary>
public sealed record VersionSnapshot
{
    /// <summary>The version's.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The person who published it; <see langword="null"/> for a master API key.</summary>
    public Named? PublishedBy { get; init; }

    /// <summary>The environment's default first, then segment overrides, the strongest first.</summary>
    public ImmutableArray<FlagSnapshot> States { get; init; } = [];
}
