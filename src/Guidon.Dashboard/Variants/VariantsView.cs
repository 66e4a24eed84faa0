using Guidon.Contracts;

namespace Guidon.Dashboard.Variants;

/// <summary>A feature's variants while they are edited.</summary>
public sealed record VariantsView
{
    /// <summary>Whose.</summary>
    public required FeatureAnswer Feature { get; init; }

    /// <summary>The project's.</summary>
    public required IReadOnlyList<TagAnswer> Tags { get; init; }

    /// <summary>In the order in which they are tried; a new one last.</summary>
    public required IReadOnlyList<VariantDraft> Variants { get; init; }

    /// <summary>Why the variant with <see cref="ProblemOf"/> was not saved.</summary>
    public string? Problem { get; init; }

    /// <summary>Id; 0 for the new one.</summary>
    public int ProblemOf { get; init; }
}
