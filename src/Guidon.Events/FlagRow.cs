using System.Collections.Immutable;

namespace Guidon.Events;

/// <summary>A flag of a <see cref="FlagTable"/> with all answers that it can give.</summary>
public sealed record FlagRow
{
    /// <summary>Id of the feature, above 0.</summary>
    public required int FeatureId { get; init; }

    /// <summary>The feature's name as written.</summary>
    public required string Name { get; init; }

    /// <summary><c>STANDARD</c> or <c>MULTIVARIATE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When the feature was created; the legacy webhook shows it.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The feature's own default; the legacy webhook shows it.</summary>
    public bool DefaultEnabled { get; init; }

    /// <summary>The feature's description; the legacy webhook shows it.</summary>
    public string? Description { get; init; }

    /// <summary>The feature's initial value; the legacy webhook shows it.</summary>
    public string? InitialValue { get; init; }

    /// <summary>All answers except identity overrides, which events carry themselves. Events refer to them by position.</summary>
    public required ImmutableArray<FlagOutcomeRow> Outcomes { get; init; }
}
