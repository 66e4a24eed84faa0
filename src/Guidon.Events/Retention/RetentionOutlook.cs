namespace Guidon.Events.Retention;

/// <summary>What retention is about to do with a destination's waiting events, and what it did.</summary>
/// <param name="DaysLeft">The stage of the last warning that covers waiting events: 7, 3 or 1; <see langword="null"/> when none does.</param>
/// <param name="Expired">Events that expired undelivered since the time that was asked for.</param>
public sealed record RetentionOutlook(int? DaysLeft, long Expired);
