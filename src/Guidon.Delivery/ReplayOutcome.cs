namespace Guidon.Delivery;

/// <summary>What became of one replayed event.</summary>
/// <param name="Sequence">Its position in the log.</param>
/// <param name="State">Delivered, filtered or parked; never waiting.</param>
/// <param name="Parked">Why; only when parked.</param>
/// <param name="IsDoubtful">An attempt, now or earlier, ended without an answer: when it was delivered the receiver may have it twice.</param>
public sealed record ReplayOutcome(long Sequence, EventState State, ParkedEvent? Parked, bool IsDoubtful);
