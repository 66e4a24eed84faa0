namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/destinations</c>.</summary>
/// <param name="Results">All destinations, by id.</param>
public sealed record DestinationList(IReadOnlyList<DestinationSummary> Results);
