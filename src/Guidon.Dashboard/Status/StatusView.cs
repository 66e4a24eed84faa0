using Guidon.Contracts;

namespace Guidon.Dashboard.Status;

/// <summary>What this node can promise, what it could not keep, and what will expire.</summary>
public sealed record StatusView
{
    /// <summary>Storage, findings, gaps and warnings.</summary>
    public required StatusAnswer Status { get; init; }

    /// <summary>What expired undelivered, newest first.</summary>
    public required IReadOnlyList<RetentionDecisionSummary> Decisions { get; init; }

    /// <summary>By id: what people call it, and where the pages of its environment begin.</summary>
    public required IReadOnlyDictionary<int, (string Title, string Address)> Destinations { get; init; }
}
