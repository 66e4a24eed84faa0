namespace Guidon.Contracts;

/// <summary>How many events of a replay ended in one way.</summary>
/// <param name="Outcome">For example <c>delivered</c>, <c>parked</c>, <c>stale</c>.</param>
/// <param name="Reason">A stable code; empty where the outcome says all.</param>
/// <param name="Events">How many.</param>
public sealed record ReplayTally(string Outcome, string Reason, long Events);
