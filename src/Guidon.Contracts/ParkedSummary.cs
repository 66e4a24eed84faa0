namespace Guidon.Contracts;

/// <summary>An event that one destination could not take. Also a line of the export.</summary>
public sealed record ParkedSummary
{
    /// <summary>Destination and sequence, for example <c>3-1817</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The destination.</summary>
    public required int Destination { get; init; }

    /// <summary>The event's position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The event's id, the base of its idempotency keys.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The identity; empty when the event cannot be decoded.</summary>
    public required string Identity { get; init; }

    /// <summary>A stable code, for example <c>refused</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened, the receiver's answer included, without secrets.</summary>
    public required string Detail { get; init; }

    /// <summary>The mapper that was at work.</summary>
    public required int MapperVersion { get; init; }

    /// <summary>When it happened, UTC; <see langword="null"/> when the log no longer has the event.</summary>
    public required DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was parked, UTC.</summary>
    public required DateTimeOffset ParkedAt { get; init; }
}
