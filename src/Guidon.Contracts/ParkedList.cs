namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/parked</c>.</summary>
/// <param name="Results">Parked events by destination and sequence. May be fewer than asked for although there is a next page.</param>
/// <param name="Next">What <c>after</c> must be for the next page; <see langword="null"/> at the end.</param>
public sealed record ParkedList(IReadOnlyList<ParkedSummary> Results, string? Next);
