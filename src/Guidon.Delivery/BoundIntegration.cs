using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>An integration at work for one destination: its methods with the settings filled in.</summary>
/// <param name="Map">An event becomes records, or is withheld.</param>
/// <param name="Request">Records and the time of the attempt become a request.</param>
/// <param name="Judge">An answer to those records becomes a verdict.</param>
public sealed record BoundIntegration(
    Func<EvaluatedEvent, Mapping> Map,
    Func<IReadOnlyList<OutgoingRecord>, DateTimeOffset, OutgoingRequest> Request,
    Func<Answer, IReadOnlyList<OutgoingRecord>, BatchVerdict> Judge);
