namespace Guidon.Delivery;

/// <summary>An event that one destination could not take, kept with the reason.</summary>
public sealed record ParkedEvent
{
    /// <summary>Its position in the log; the event itself stays there.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>A stable code, for example <c>mapper_error</c>, <c>refused</c>, <c>oversize</c>, <c>reserved_id</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened, for a person; at most 4 KB, without secrets.</summary>
    public required string Detail { get; init; }

    /// <summary>The mapper that was at work.</summary>
    public required int MapperVersion { get; init; }

    /// <summary>When it was parked, UTC.</summary>
    public required DateTimeOffset ParkedAt { get; init; }

    /// <summary>Whether an attempt ended without an answer: the receiver may have it.</summary>
    public bool MayBeTaken { get; init; }
}
