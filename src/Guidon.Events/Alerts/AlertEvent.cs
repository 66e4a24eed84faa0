namespace Guidon.Events.Alerts;

/// <summary><c>alert.changed</c>: an alert began or ended, on its way to people.</summary>
public sealed record AlertEvent
{
    /// <summary>UUIDv7; the base of every idempotency key.</summary>
    public Guid Id { get; init; }

    /// <summary>Position in the log; 0 before it is logged.</summary>
    public long Sequence { get; init; }

    /// <summary>When it fired or was resolved, UTC, microseconds.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>The alert's number; the same at its beginning and its end.</summary>
    public required long AlertId { get; init; }

    /// <summary>The rule's name, for example <c>CanaryLost</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether a person is needed now.</summary>
    public required bool IsPage { get; init; }

    /// <summary>Whether it is over.</summary>
    public required bool IsResolved { get; init; }

    /// <summary>The destination; <see langword="null"/> for the node or a whole integration.</summary>
    public int? DestinationId { get; init; }

    /// <summary>The integration; empty for the node.</summary>
    public required string Integration { get; init; }

    /// <summary>What is wrong, with figures; no secret and no identifier.</summary>
    public required string Summary { get; init; }

    /// <summary>When its condition began to hold, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The runbook's page.</summary>
    public required string Runbook { get; init; }

    /// <summary>Who tells: the node's name, for people with several.</summary>
    public required string Source { get; init; }

    /// <summary>Whether this copy is for the second channels, since a first one did not take it.</summary>
    public bool IsEscalated { get; init; }

    /// <summary>The same at beginning and end of one alert, whoever tells it how often.</summary>
    public string DedupeKey => $"guidon/{Source}/{AlertId}";
}
