namespace Guidon.Events.Retention;

/// <summary>A kept warning: events of a destination will expire unless they are delivered.</summary>
/// <param name="DestinationId">Whose events.</param>
/// <param name="DaysLeft">7, 3 or 1.</param>
/// <param name="NoticedAt">When the owner was told, UTC. Nothing that it covers expires within a day after it.</param>
/// <param name="CoversTo">The last sequence that is meant.</param>
/// <param name="Events">How many wait up to there.</param>
/// <param name="OldestAt">When the oldest of them occurred, UTC.</param>
public sealed record RetentionNotice(
    int DestinationId, int DaysLeft, DateTimeOffset NoticedAt, long CoversTo, long Events, DateTimeOffset OldestAt);
