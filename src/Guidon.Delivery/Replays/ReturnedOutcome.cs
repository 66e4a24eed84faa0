namespace Guidon.Delivery.Replays;

/// <summary>What became of a returned event.</summary>
/// <param name="Sequence">Which event.</param>
/// <param name="ReplayId">0 when a person retried it.</param>
/// <param name="Outcome"><c>delivered</c>, <c>filtered</c>, <c>stale</c> or <c>parked</c>.</param>
/// <param name="Parked">Set when parked.</param>
public sealed record ReturnedOutcome(long Sequence, int ReplayId, string Outcome, ParkedEvent? Parked)
{
    /// <summary>The receiver has it.</summary>
    public const string Delivered = "delivered";

    /// <summary>A policy withheld it.</summary>
    public const string Filtered = "filtered";

    /// <summary>It would have put an older state over a newer one.</summary>
    public const string Stale = "stale";

    /// <summary>It is parked, as before or for another reason.</summary>
    public const string ParkedAgain = "parked";
}
