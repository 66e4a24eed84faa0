namespace Guidon.Events;

/// <summary>An event as the log returns it.</summary>
/// <param name="Sequence">Position in the log, from 1, rising, never reused; gaps are allowed.</param>
/// <param name="Id">UUIDv7.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="EnvironmentId">Whose it is.</param>
/// <param name="FlagTableId">The flag table that the payload refers to.</param>
/// <param name="OccurredAt">When it happened, UTC, microseconds.</param>
/// <param name="Payload">The encoded event.</param>
public sealed record LoggedEvent(
    long Sequence, Guid Id, EventKind Kind, int EnvironmentId, long FlagTableId, DateTimeOffset OccurredAt, ReadOnlyMemory<byte> Payload);
