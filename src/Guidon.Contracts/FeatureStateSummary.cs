using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>The few fields of a feature state that stand inside of a feature.</summary>
public sealed record FeatureStateSummary
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>Text, whole number, boolean or null.</summary>
    public required JsonElement FeatureStateValue { get; init; }

    /// <summary>Id of the environment.</summary>
    public required int Environment { get; init; }

    /// <summary>Always null: an override for an identity is not shown here.</summary>
    public int? Identity { get; init; }

    /// <summary>Set for an override for a segment.</summary>
    public int? FeatureSegment { get; init; }

    /// <summary>Whether it is on.</summary>
    public required bool Enabled { get; init; }
}
