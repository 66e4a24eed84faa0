namespace Guidon.Contracts;

/// <summary>One event as it was sent and as it would be sent now.</summary>
public sealed record ReplaySampleView
{
    /// <summary>Its id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Its position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened, UTC; what the receiver is told.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The identity.</summary>
    public required string Identity { get; init; }

    /// <summary>The records of a remembered attempt; <see langword="null"/> when there is none.</summary>
    public required string? Old { get; init; }

    /// <summary>The mapper that made <see cref="Old"/>; 0 when there is none.</summary>
    public required int OldMapperVersion { get; init; }

    /// <summary><c>mapped</c>, <c>filtered</c>, <c>parked</c>, <c>mapper_error</c> or <c>undecodable</c>.</summary>
    public required string NewOutcome { get; init; }

    /// <summary>The records that the present mapper makes, or what it says instead.</summary>
    public required string New { get; init; }

    /// <summary>Places that differ, as JSON paths.</summary>
    public required IReadOnlyList<string> Differences { get; init; }
}
