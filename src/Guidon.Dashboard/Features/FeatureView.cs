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

    /// <summary>The project's segments that may be overridden, by name.</summary>
    public required IReadOnlyList<NamedReference> Segments { get; init; }

    /// <summary>What it is in the other environments.</summary>
    public required IReadOnlyList<(FrameEnvironment Environment, FlagDefault Flag, int Overrides)> Elsewhere { get; init; }

    /// <summary>Why it was not saved; <see langword="null"/> when nothing went wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the person may change the state for everybody.</summary>
    public required bool CanSet { get; init; }

    /// <summary>Whether the person may change overrides for segments.</summary>
    public required bool CanOverride { get; init; }

    /// <summary>Overrides for identities, the first of them; <see langword="null"/> for who may not see them.</summary>
    public required Page<FeatureStateAnswer>? Identities { get; init; }

    /// <summary>Names what is stored of the settings that are the same everywhere.</summary>
    public required string SettingsMark { get; init; }

    /// <summary>Why those were not saved; <see langword="null"/> when nothing went wrong.</summary>
    public string? SettingsProblem { get; init; }

    /// <summary>What somebody else saved meanwhile; <see langword="null"/> when nobody did.</summary>
    public FlagDraft? Theirs { get; init; }

    /// <summary>What health providers say of it that is not well.</summary>
    public required IReadOnlyList<HealthEventAnswer> Unhealthy { get; init; }

    /// <summary>How programs ask for it.</summary>
    public required IReadOnlyList<Snippet> Snippets { get; init; }
}
