namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/attempts</c>.</summary>
/// <param name="Results">Newest first: at most 100 of each destination and mapper version, at most ten a second of each kind.</param>
public sealed record AttemptList(IReadOnlyList<AttemptSummary> Results);
