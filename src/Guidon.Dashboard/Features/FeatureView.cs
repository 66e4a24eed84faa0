using Guidon.Contracts;

namespace Guidon.Dashboard.Features;

/// <summary>A feature in one environment, being edited, beside its states in the others.</summary>
public sealed record FeatureView
{
    /// <summary>What it is in every environment.</summary>
    public required FeatureAnswer Feature { get; init; }

    /// <summary>The project's.</summary>
    public required IReadOnlyList<TagAnswer> Tags { get; init; }

    /// <summary>What the person has written so far.</summary>
    public required FlagDraft Draft { get; init; }

    /// <summary>The project's segments that may be overridden, by id.</summary>
    public required IReadOnlyDictionary<int, string> Segments { get; init; }

    /// <summary>What it is in the other environments.</summary>
    public required IReadOnlyList<(FrameEnvironment Environment, FlagDefault Flag, int Overrides)> Elsewhere { get; init; }

    /// <summary>Why it was not saved; <see langword="null"/> when nothing went wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>What somebody else saved meanwhile; <see langword="null"/> when nobody did.</summary>
    public FlagDraft? Theirs { get; init; }

    /// <summary>How programs ask for it.</summary>
    public required IReadOnlyList<Snippet> Snippets { get; init; }
}
