namespace Guidon.Delivery.Replays;

/// <summary>What became of a returned event.</summary>
/// <param name="Sequence">Which event.</param>
/// <param name="State">Delivered, filtered or parked; never waiting.</param>
/// <param name="IsStale">It was filtered since it would have put an older state over a newer one.</param>
/// <param name="Parked">Why; only when parked.</param>
/// <param name="IsDoubtful">An attempt, now or earlier, ended without an answer.</param>
public sealed record ReturnedOutcome(long Sequence, EventState State, bool IsStale, ParkedEvent? Parked, bool IsDoubtful);
