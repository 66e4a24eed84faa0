using System.Collections.Immutable;

namespace Guidon.Delivery.Replays;

/// <summary>Which events a replay takes. What is left out does not narrow.</summary>
public sealed record ReplayFilter
{
    /// <summary>Occurred at or after, UTC.</summary>
    public DateTimeOffset? OccurredFrom { get; init; }

    /// <summary>Occurred before, UTC.</summary>
    public DateTimeOffset? OccurredTo { get; init; }

    /// <summary>Accepted at or after, UTC, by the milliseconds in the event's id.</summary>
    public DateTimeOffset? AcceptedFrom { get; init; }

    /// <summary>Accepted before, UTC, likewise.</summary>
    public DateTimeOffset? AcceptedTo { get; init; }

    /// <summary>Only of this identity.</summary>
    public string? Identity { get; init; }

    /// <summary>Only of identities that begin so.</summary>
    public string? IdentityPrefix { get; init; }

    /// <summary>Only evaluations that showed this flag.</summary>
    public string? Flag { get; init; }

    /// <summary>
    /// <c>delivered</c>, <c>parked</c> or <c>cancelled</c>: what became of the event. Cancelled ones are only taken when named. Nothing is kept about single
    /// events that were settled otherwise, so <c>delivered</c> also takes filtered and expired ones and those from before the destination.
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>Only parked with this reason, for example <c>refused</c>.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>The lowest mapper version that was at work when the event was settled.</summary>
    public int? MapperFrom { get; init; }

    /// <summary>The highest such version.</summary>
    public int? MapperTo { get; init; }

    /// <summary>Only these events; at most 1,000.</summary>
    public ImmutableArray<Guid> Ids { get; init; } = [];
}
