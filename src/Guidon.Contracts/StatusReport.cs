namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/status</c>: whether the promise holds here and now.</summary>
public sealed record StatusReport
{
    /// <summary>Where events are kept, and what that allows us to promise.</summary>
    public required StorageStatus Storage { get; init; }

    /// <summary>Times in which events could not be accepted, newest first; an open one leads. At most 20.</summary>
    public required IReadOnlyList<CaptureGapSummary> CaptureGaps { get; init; }

    /// <summary>Warnings about pending events that will expire, newest first.</summary>
    public required IReadOnlyList<RetentionNoticeSummary> RetentionNotices { get; init; }
}
