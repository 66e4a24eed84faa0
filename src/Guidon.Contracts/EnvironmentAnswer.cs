using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>An environment as clients of the management API know it.</summary>
public sealed record EnvironmentAnswer
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Unique inside the project.</summary>
    public required string Name { get; init; }

    /// <summary>Names it in paths, and is the key of client-side SDKs.</summary>
    public required string ApiKey { get; init; }

    /// <summary>For people.</summary>
    public required string? Description { get; init; }

    /// <summary>Id of the project.</summary>
    public required int Project { get; init; }

    /// <summary>Set when flags are changed by approval alone.</summary>
    public required int? MinimumChangeRequestApprovals { get; init; }

    /// <summary>False when client-side keys may not set traits.</summary>
    public required bool AllowClientTraits { get; init; }

    /// <summary>Shown by user interfaces as a warning.</summary>
    public required string? BannerText { get; init; }

    /// <summary>As CSS writes it.</summary>
    public required string? BannerColour { get; init; }

    /// <summary><see langword="null"/> leaves the project's switch in force.</summary>
    public required bool? HideDisabledFlags { get; init; }

    /// <summary>True when remote answers must not carry traits and ids.</summary>
    public required bool HideSensitiveData { get; init; }

    /// <summary>Informational.</summary>
    public required bool UseIdentityCompositeKeyForHashing { get; init; }

    /// <summary>An older name of the one before.</summary>
    public required bool UseMvV2Evaluation { get; init; }

    /// <summary>Whether the environment document lists identity overrides.</summary>
    public required bool UseIdentityOverridesInLocalEval { get; init; }

    /// <summary>Whether every change of a feature leaves a version of it. Clients that read true may write versions; states may be written directly all the same.</summary>
    public bool UseV2FeatureVersioning { get; init; }

    /// <summary>Always false: a copy is complete when it is answered.</summary>
    public bool IsCreating { get; init; }

    /// <summary>No fields of one's own yet; clients expect the list.</summary>
    public IReadOnlyList<JsonElement> Metadata { get; init; } = [];

    /// <summary>Segment overrides that it has.</summary>
    public required int TotalSegmentOverrides { get; init; }
}
