namespace Guidon.Contracts;

/// <summary>One line of an alert's history.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="What"><c>pending</c>, <c>firing</c>, <c>told</c>, <c>silenced</c>, <c>unsilenced</c>, <c>acknowledged</c>, <c>resolved</c> or <c>dropped</c>.</param>
/// <param name="By">Who did it; empty for the product itself.</param>
/// <param name="Summary">What was said then.</param>
public sealed record AlertHistoryEntry(DateTimeOffset At, string What, string By, string Summary);
