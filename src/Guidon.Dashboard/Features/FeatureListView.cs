using Guidon.Contracts;
using Guidon.Dashboard.Client;

namespace Guidon.Dashboard.Features;

/// <summary>One page of a project's features, their states in all environments side by side.</summary>
public sealed record FeatureListView
{
    /// <summary>The environments, the chosen one first.</summary>
    public required IReadOnlyList<FrameEnvironment> Environments { get; init; }

    /// <summary>Features, each with its states in these environments, in the same order.</summary>
    public required IReadOnlyList<FeatureRow> Rows { get; init; }

    /// <summary>How many match.</summary>
    public required int Count { get; init; }

    /// <summary>What was asked for.</summary>
    public required FeatureQuery Query { get; init; }

    /// <summary>The stage that was asked for; <see langword="null"/> for all.</summary>
    internal Stage? Stage { get; init; }

    /// <summary>What is not well, by feature.</summary>
    public required ILookup<int, HealthEventAnswer> Unhealthy { get; init; }

    /// <summary>The project's.</summary>
    public required IReadOnlyList<TagAnswer> Tags { get; init; }

    internal int Pages => (Count + FeatureQuery.Size - 1) / FeatureQuery.Size;
}
