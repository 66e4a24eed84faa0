namespace Guidon.Events;

/// <summary>An encoded event on its way to the log.</summary>
/// <param name="Id">UUIDv7. The stable idempotency key at every receiver.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="EnvironmentId">Whose destinations receive it.</param>
/// <param name="FlagTableId">The flag table that the payload refers to, from <see cref="IEventLog.KeepFlagTableAsync"/>.</param>
/// <param name="OccurredAt">When it happened, UTC, microseconds; never rewritten.</param>
/// <param name="Payload">From <c>EvaluatedEventEncoding</c>. The log copies it before it completes; the caller owns the buffer.</param>
public readonly record struct NewEvent(
    Guid Id, EventKind Kind, int EnvironmentId, long FlagTableId, DateTimeOffset OccurredAt, ReadOnlyMemory<byte> Payload);
