using Guidon.Contracts;

namespace Guidon.Dashboard.Versions;

/// <summary>The versions of a flag in one environment that were live, and what the way back to one of them would change.</summary>
public sealed record VersionsView
{
    /// <summary>Whose.</summary>
    public required FeatureAnswer Feature { get; init; }

    /// <summary>The project's.</summary>
    public required IReadOnlyList<TagAnswer> Tags { get; init; }

    /// <summary>The newest, which counts, first.</summary>
    public required IReadOnlyList<VersionAnswer> Versions { get; init; }

    /// <summary>Names of people, by id.</summary>
    public required IReadOnlyDictionary<int, string> People { get; init; }

    /// <summary>The version that the person looks at; null for none.</summary>
    public VersionAnswer? Target { get; init; }

    /// <summary>What would be different if it counted again.</summary>
    public IReadOnlyList<AuditDetail> Changes { get; init; } = [];
}
