namespace Guidon.Contracts;

/// <summary>Counts and latencies of a span of time. Latencies are of merged sketches, within 1 %, from the evaluation to the receiver's acknowledgement.</summary>
public sealed record SeriesSpan
{
    /// <summary>Where it begins, UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Events that became durable.</summary>
    public required long Accepted { get; init; }

    /// <summary>Events that receivers took.</summary>
    public required long Delivered { get; init; }

    /// <summary>Requests started.</summary>
    public required long Attempts { get; init; }

    /// <summary>Requests that did not deliver all that they carried.</summary>
    public required long Failures { get; init; }

    /// <summary>Events that were parked.</summary>
    public required long Parked { get; init; }

    /// <summary>Seconds; <see langword="null"/> when nothing was delivered.</summary>
    public required double? Median { get; init; }

    /// <summary>Seconds; <see langword="null"/> when nothing was delivered.</summary>
    public required double? Percentile90 { get; init; }

    /// <summary>Seconds; <see langword="null"/> when nothing was delivered.</summary>
    public required double? Percentile99 { get; init; }
}
