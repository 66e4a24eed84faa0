namespace Guidon.Delivery;

/// <summary>Something that the owner of a destination is to be told, once: it was held, paused, or goes on. Stored with the change itself.</summary>
/// <param name="Id">Rises; a reader keeps the last one that it has told.</param>
/// <param name="DestinationId">Whose.</param>
/// <param name="State">What it is now.</param>
/// <param name="Reason">Why it is held; <see langword="null"/> otherwise.</param>
/// <param name="At">When, UTC.</param>
public sealed record DeliveryNotice(long Id, int DestinationId, DestinationState State, string? Reason, DateTimeOffset At);
