namespace Guidon.Contracts;

/// <summary>One request to a destination and what came of it, without secrets.</summary>
public sealed record AttemptSummary
{
    /// <summary>To whom.</summary>
    public required int Destination { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required double DurationMilliseconds { get; init; }

    /// <summary>Events in the request.</summary>
    public required int Events { get; init; }

    /// <summary>The first event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Its position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>delivered</c>, <c>retry</c>, <c>hold</c>, <c>split</c> or <c>byrecord</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>A stable code, for example <c>http_503</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The HTTP status; 0 when none came.</summary>
    public required int Status { get; init; }

    /// <summary>The mapper that was at work.</summary>
    public required int MapperVersion { get; init; }

    /// <summary>The records of the first event as a JSON array; cut at 16 KB.</summary>
    public required string Request { get; init; }

    /// <summary>The answer; cut at 4 KB.</summary>
    public required string Answer { get; init; }
}
