namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/status</c>: whether the promise holds here and now.</summary>
public sealed record StatusAnswer
{
    /// <summary><c>ok</c>, or <c>alarm</c> while there are findings.</summary>
    public required string State { get; init; }

    /// <summary>The server's version.</summary>
    public required string Version { get; init; }

    /// <summary>Whether what is acknowledged survives a power cut.</summary>
    public required bool Durable { get; init; }

    /// <summary>When the data was examined last, UTC.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>What must not be. Empty when all is well.</summary>
    public required IReadOnlyList<FindingView> Findings { get; init; }

    /// <summary>Where events are kept, what that allows us to promise, and how much room it has.</summary>
    public required StorageStatus Storage { get; init; }

    /// <summary>Times in which events could not be accepted, newest first; an open one leads. At most 20.</summary>
    public required IReadOnlyList<CaptureGapSummary> CaptureGaps { get; init; }

    /// <summary>Warnings about pending events that will expire, newest first.</summary>
    public required IReadOnlyList<RetentionNoticeSummary> RetentionNotices { get; init; }
}
