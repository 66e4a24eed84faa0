namespace Guidon.Delivery;

/// <summary>One reading of every destination.</summary>
/// <param name="At">When, UTC; the smallest time before the first.</param>
/// <param name="Destinations">State, balance and attempts of each.</param>
public sealed record DeliveryReading(DateTimeOffset At, IReadOnlyList<DestinationStatus> Destinations);
