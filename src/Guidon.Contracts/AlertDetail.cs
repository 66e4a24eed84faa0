namespace Guidon.Contracts;

/// <summary>One alert with everything that happened to it.</summary>
/// <param name="Alert">As it is now.</param>
/// <param name="History">Oldest first, at most 1,000.</param>
public sealed record AlertDetail(AlertSummary Alert, IReadOnlyList<AlertHistoryEntry> History);
