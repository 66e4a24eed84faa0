using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>A replay; also its report.</summary>
public sealed record ReplaySummary
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>The destination.</summary>
    public required int Destination { get; init; }

    /// <summary><c>resend_failed</c>, <c>remap_failed</c>, <c>remap_all</c> or <c>verify_only</c>.</summary>
    public required string Mode { get; init; }

    /// <summary><c>running</c>, <c>paused</c>, <c>cancelled</c> or <c>done</c>.</summary>
    public required string State { get; init; }

    /// <summary>True when this request was new; false when it was one that had been made before.</summary>
    public bool? Created { get; init; }

    /// <summary>The request as it was understood.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>Events that were looked at.</summary>
    public required long Examined { get; init; }

    /// <summary>Events that were selected so far; all of them when it is done.</summary>
    public required long Selected { get; init; }

    /// <summary>Selected events without an outcome.</summary>
    public required long Outstanding { get; init; }

    /// <summary>Counts by outcome; together with <see cref="Outstanding"/> they make <see cref="Selected"/>.</summary>
    public required IReadOnlyList<ReplayTally> Outcomes { get; init; }

    /// <summary>What a receiver does with an event that it has already.</summary>
    public required string Duplicates { get; init; }

    /// <summary>Delivered events of which an attempt, of this replay or before it, ended without an answer: the receiver may have them twice.</summary>
    public long PossibleDuplicates { get; init; }

    /// <summary>Who asked.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was done or cancelled, UTC.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }
}
