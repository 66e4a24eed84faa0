using Guidon.Contracts;

namespace Guidon.Dashboard.History;

/// <summary>What was done to a flag, newest first.</summary>
public sealed record HistoryView
{
    /// <summary>Whose.</summary>
    public required FeatureAnswer Feature { get; init; }

    /// <summary>The project's.</summary>
    public required IReadOnlyList<TagAnswer> Tags { get; init; }

    /// <summary>One page.</summary>
    public required IReadOnlyList<HistoryEntry> Entries { get; init; }

    /// <summary>In all environments, and what is the same in all of them.</summary>
    public required bool IsEverywhere { get; init; }

    /// <summary>The page, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Whether there is an older page.</summary>
    public required bool HasOlder { get; init; }

    internal string Query(int page) => $"?page={page}{(IsEverywhere ? "&all=true" : "")}";
}
