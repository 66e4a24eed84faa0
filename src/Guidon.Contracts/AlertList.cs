namespace Guidon.Contracts;

/// <summary>Alerts, newest first.</summary>
/// <param name="Results">At most 200.</param>
public sealed record AlertList(IReadOnlyList<AlertSummary> Results);
