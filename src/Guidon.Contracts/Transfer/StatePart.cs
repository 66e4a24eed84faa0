using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guidon.Contracts.Transfer;

/// <summary>What a feature is worth in an environment: by default, for a segment or for one identity.</summary>
public sealed record StatePart
{
    /// <summary>By which the state goes on; <see langword="null"/> for a new one.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Name of the feature.</summary>
    public required string Feature { get; init; }

    /// <summary>Uuid of the segment that it overrides for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Segment { get; init; }

    /// <summary>From 0, the strongest; set exactly when <see cref="Segment"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Priority { get; init; }

    /// <summary>The identity that it overrides for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Identity { get; init; }

    /// <summary>Whether the flag is on.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Text, whole number, boolean or null.</summary>
    public JsonElement? FeatureStateValue { get; init; }

    /// <summary>Above 0; decides who gets which variant. <see langword="null"/> leaves it to the importing server.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HashSeed { get; init; }

    /// <summary>Shares of variants; those that are not named have none.</summary>
    public IReadOnlyList<SharePart> MultivariateFeatureStateValues { get; init; } = [];
}
