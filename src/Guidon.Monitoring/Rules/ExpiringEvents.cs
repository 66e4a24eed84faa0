namespace Guidon.Monitoring.Rules;

/// <summary>A warning of retention that still covers pending events.</summary>
/// <param name="DestinationId">Whose.</param>
/// <param name="DaysLeft">7, 3 or 1.</param>
/// <param name="Events">How many wait.</param>
/// <param name="OldestAt">When the oldest of them occurred, UTC.</param>
public sealed record ExpiringEvents(int DestinationId, int DaysLeft, long Events, DateTimeOffset OldestAt);
