namespace Guidon.Events.Tracking;

/// <summary><c>error.tracked</c>: something that an error tracker is told of this installation. Exactly one of its parts is set.</summary>
public sealed record TrackedEvent
{
    /// <summary>UUIDv7; the tracker recognises a repetition by it.</summary>
    public Guid Id { get; init; }

    /// <summary>Position in the log; 0 before it is logged.</summary>
    public long Sequence { get; init; }

    /// <summary>When it happened, UTC, microseconds.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Which node, by the name that people gave it.</summary>
    public required string Node { get; init; }

    /// <summary>The build's version.</summary>
    public required string Release { get; init; }

    /// <summary>An exception; <see langword="null"/> for a check-in.</summary>
    public TrackedError? Error { get; init; }

    /// <summary>A sign of life; <see langword="null"/> for an exception.</summary>
    public TrackedCheckIn? CheckIn { get; init; }
}
