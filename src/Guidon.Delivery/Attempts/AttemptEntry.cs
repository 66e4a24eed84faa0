namespace Guidon.Delivery.Attempts;

/// <summary>One request to a destination and what came of it, without secrets.</summary>
public sealed record AttemptEntry
{
    /// <summary>To whom.</summary>
    public required int DestinationId { get; init; }

    /// <summary>The mapper that made its records.</summary>
    public required int MapperVersion { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Events in the request.</summary>
    public required int Events { get; init; }

    /// <summary>The first event's position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The first event's id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>What the answer meant, in lower case, for example <c>delivered</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>A stable code, for example <c>http_503</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The HTTP status; 0 when none came.</summary>
    public required int Status { get; init; }

    /// <summary>The records of the first event as a JSON array, redacted; cut at 16 KB.</summary>
    public required string Records { get; init; }

    /// <summary>Of the whole records of the first event, so that another mapper's can be compared; empty in attempts of earlier versions.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The answer, redacted; at most 4 KB.</summary>
    public required string Answer { get; init; }
}
