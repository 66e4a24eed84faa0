namespace Guidon.Events.Retention;

/// <summary>A destination for which events wait.</summary>
/// <param name="Id">The destination.</param>
/// <param name="EnvironmentId">Its environment.</param>
/// <param name="OldestAt">When the first event behind its cursor occurred, UTC.</param>
public sealed record PendingDestination(int Id, int EnvironmentId, DateTimeOffset OldestAt);
