namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/applications</c>.</summary>
/// <param name="Results">Newest first, at most 100.</param>
public sealed record ApplicationList(IReadOnlyList<ConnectedApplication> Results);
