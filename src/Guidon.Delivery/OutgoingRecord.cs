namespace Guidon.Delivery;

/// <summary>One record on its way to a receiver.</summary>
/// <param name="EventId">The event that it was made of; base of its idempotency key.</param>
/// <param name="Identifier">The identity; two records of one identity are never in flight in two requests.</param>
/// <param name="OccurredAt">When the event happened, UTC; never the time of the attempt.</param>
/// <param name="Json">A JSON object in UTF-8.</param>
public sealed record OutgoingRecord(Guid EventId, string Identifier, DateTimeOffset OccurredAt, ReadOnlyMemory<byte> Json)
{
    /// <summary>0, or 1 when it travels in the second request of its attempt (<see cref="Mapping.MappedInTwo"/>).</summary>
    public int Part { get; init; }

    /// <summary>The replay that sends it again; 0 for live traffic, its retries and what people retried by hand.</summary>
    public long ReplayId { get; init; }
}
