namespace Guidon.Delivery.Replays;

/// <summary>A durable job that sends a selection of settled events once more.</summary>
public sealed record Replay
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>What was asked for.</summary>
    public required ReplayRequest Request { get; init; }

    /// <summary>How far it is.</summary>
    public required ReplayState State { get; init; }

    /// <summary>The last event that was looked at.</summary>
    public required long Cursor { get; init; }

    /// <summary>The last event that belongs to it: where the destination's cursor stood when it was created. Later ones are live traffic.</summary>
    public required long Until { get; init; }

    /// <summary>Events that were looked at.</summary>
    public required long Examined { get; init; }

    /// <summary>Events that were selected so far.</summary>
    public required long Taken { get; init; }

    /// <summary>Selected events without an outcome.</summary>
    public required long Outstanding { get; init; }

    /// <summary>Counts by outcome and reason; together with <see cref="Outstanding"/> they make <see cref="Taken"/>.</summary>
    public required IReadOnlyList<ReplayCount> Outcomes { get; init; }

    /// <summary>Events that the receiver may have twice: delivered ones of which an attempt ended without an answer.</summary>
    public long PossibleDuplicates => Outcomes.Where(count => count is { Outcome: "delivered", Reason: ReplayCount.MayBeDouble }).Sum(count => count.Events);

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last asked for, paused or resumed, or took or settled something, UTC.</summary>
    public required DateTimeOffset MovedAt { get; init; }

    /// <summary>Who asked.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was done or cancelled, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
