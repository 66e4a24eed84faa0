namespace Guidon.Delivery.Replays;

/// <summary>One event of a selection, as it was sent and as it would be sent now.</summary>
public sealed record ReplaySample
{
    /// <summary>Its position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>When it happened, UTC; that is what the receiver is told, however late.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The identity; empty when it cannot be decoded.</summary>
    public required string Identity { get; init; }

    /// <summary>The mapper version of <see cref="Old"/>; 0 when no attempt of this event is remembered.</summary>
    public required int OldVersion { get; init; }

    /// <summary>The records of a remembered attempt; <see langword="null"/> when there is none.</summary>
    public required string? Old { get; init; }

    /// <summary>What the present mapper makes of it.</summary>
    public required RenderedEvent New { get; init; }

    /// <summary>Places that differ, as JSON paths, at most 50; empty when nothing does or there is no old one.</summary>
    public required IReadOnlyList<string> Differences { get; init; }
}
