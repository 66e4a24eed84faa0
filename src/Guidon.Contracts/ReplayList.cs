namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/replays</c>.</summary>
/// <param name="Results">Newest first, at most 200.</param>
public sealed record ReplayList(IReadOnlyList<ReplaySummary> Results);
