namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/retention-decisions</c>.</summary>
/// <param name="Results">Oldest first, at most 1,000; ask again with <c>?after=</c> the last id.</param>
public sealed record RetentionDecisionList(IReadOnlyList<RetentionDecisionSummary> Results);
