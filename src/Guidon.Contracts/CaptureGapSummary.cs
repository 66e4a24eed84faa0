namespace Guidon.Contracts;

/// <summary>A time in which evaluations could not be recorded.</summary>
public sealed record CaptureGapSummary
{
    /// <summary>When the first refused event occurred, UTC.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the last refused event occurred, UTC.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How many were refused.</summary>
    public required long Events { get; init; }

    /// <summary><c>queue_full</c>, <c>log_failed</c>, <c>too_large</c>, <c>no_space</c> or <c>stopping</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>True while it goes on.</summary>
    public required bool Open { get; init; }
}
