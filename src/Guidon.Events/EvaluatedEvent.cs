using System.Collections.Immutable;

namespace Guidon.Events;

/// <summary><c>identity.evaluated</c>, decoded: everything that a mapper may look at.</summary>
public sealed record EvaluatedEvent
{
    /// <summary>UUIDv7; the base of every idempotency key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the flags were answered, UTC, microseconds.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>What the event refers to.</summary>
    public required FlagTable Table { get; init; }

    /// <summary>The identity's identifier as the caller was told it.</summary>
    public required string Identifier { get; init; }

    /// <summary>The caller asked for nothing to be stored.</summary>
    public required bool Transient { get; init; }

    /// <summary>The caller gave no identifier; <see cref="Identifier"/> was made up.</summary>
    public required bool Anonymous { get; init; }

    /// <summary>The caller used a server-side key.</summary>
    public required bool ServerSide { get; init; }

    /// <summary>Exactly the flags that the caller was shown, in that order.</summary>
    public required ImmutableArray<EvaluatedFlag> Flags { get; init; }

    /// <summary>The traits that took part; empty unless a destination of the environment wants them.</summary>
    public required ImmutableArray<EventTrait> Traits { get; init; }

    /// <summary>For each segment of the table: whether the identity is in it.</summary>
    public required ImmutableArray<bool> Segments { get; init; }
}
