namespace Guidon.Delivery.Parking;

/// <summary>A part of a list.</summary>
/// <param name="Entries">In order; may be fewer than asked for, and even none, although there is a next page.</param>
/// <param name="Next">Where the next page begins after; <see langword="null"/> at the end. Stable while others are retried or parked.</param>
public sealed record ParkedPage(IReadOnlyList<ParkedEntry> Entries, ParkedKey? Next);
