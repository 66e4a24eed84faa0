using Guidon.Contracts;

namespace Guidon.Dashboard.Links;

/// <summary>Where a feature is spoken of: issues and merge requests while they are edited.</summary>
public sealed record LinksView
{
    /// <summary>Whose.</summary>
    public required FeatureAnswer Feature { get; init; }

    /// <summary>The project's.</summary>
    public required IReadOnlyList<TagAnswer> Tags { get; init; }

    /// <summary>By id; a new one last.</summary>
    public required IReadOnlyList<LinkDraft> Links { get; init; }

    /// <summary>Why the link with <see cref="ProblemOf"/> was not saved.</summary>
    public string? Problem { get; init; }

    /// <summary>Id; 0 for the new one.</summary>
    public int ProblemOf { get; init; }
}
