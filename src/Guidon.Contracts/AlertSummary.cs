namespace Guidon.Contracts;

/// <summary>One alert.</summary>
public sealed record AlertSummary
{
    /// <summary>For silencing and acknowledging.</summary>
    public required long Id { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary><c>page</c> or <c>ticket</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>Who is to act: <c>destination</c> (whoever configured it) or <c>operator</c>.</summary>
    public required string Owner { get; init; }

    /// <summary><c>pending</c>, <c>firing</c> or <c>resolved</c>.</summary>
    public required string State { get; init; }

    /// <summary>The destination's id; <see langword="null"/> for the node or a whole integration.</summary>
    public required int? Destination { get; init; }

    /// <summary>The integration; <see langword="null"/> for the node.</summary>
    public required string? Integration { get; init; }

    /// <summary>What is wrong, with figures.</summary>
    public required string Summary { get; init; }

    /// <summary>When the condition began to hold, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it fired, UTC.</summary>
    public required DateTimeOffset? FiredAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Nobody is told until then.</summary>
    public required DateTimeOffset? SilencedUntil { get; init; }

    /// <summary>Who took it on.</summary>
    public required string? AcknowledgedBy { get; init; }

    /// <summary>When somebody took it on, UTC.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The page that says what to do.</summary>
    public required string Runbook { get; init; }
}
