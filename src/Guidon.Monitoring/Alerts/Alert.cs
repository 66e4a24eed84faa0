namespace Guidon.Monitoring.Alerts;

/// <summary>One condition that holds or held, from its first moment to its end.</summary>
public sealed record Alert
{
    /// <summary>Rises; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary>Whose; 0 for the node or a whole integration.</summary>
    public required int DestinationId { get; init; }

    /// <summary>The integration, or what else it is about.</summary>
    public required string Integration { get; init; }

    /// <summary>Pending, firing or resolved.</summary>
    public required AlertState State { get; init; }

    /// <summary>The newest summary.</summary>
    public required string Summary { get; init; }

    /// <summary>When the condition began to hold, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the condition last held, UTC.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When it fired; <see langword="null"/> while pending.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Nobody is told of it until then.</summary>
    public DateTimeOffset? SilencedUntil { get; init; }

    /// <summary>Who took it on; <see langword="null"/> when nobody did.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When somebody took it on.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Whether nobody is to be told at this moment.</summary>
    public bool IsSilenced(DateTimeOffset now) => SilencedUntil > now;
}
