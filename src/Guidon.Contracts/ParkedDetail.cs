namespace Guidon.Contracts;

/// <summary>Answer of <c>GET /api/guidon/v1/parked/{id}</c>.</summary>
/// <param name="Parked">The event and the receiver's answer.</param>
/// <param name="Request">
/// The request that would carry it now, made by the present mapper: payloads are not stored, so that an erased identity leaves none behind.
/// <see langword="null"/> when the mapper makes none.
/// </param>
/// <param name="RequestMapperVersion">The present mapper's version; 0 when the destination cannot be opened.</param>
/// <param name="RequestProblem">Why there is no request, for example <c>parked: reserved_id</c>; empty when there is one.</param>
public sealed record ParkedDetail(ParkedSummary Parked, RequestView? Request, int RequestMapperVersion, string RequestProblem);
