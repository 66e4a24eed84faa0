using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>Settled events that are to be sent once more, by one hand.</summary>
/// <param name="ReplayId">Which replay took them; 0 when people retried them.</param>
/// <param name="NewKeys">They travel under other ids.</param>
/// <param name="Events">By sequence, at least one.</param>
/// <param name="Doubtful">Sequences of those that the receiver may have, since an earlier attempt ended without an answer.</param>
/// <param name="Outdated">Sequences of those whose identity had newer events that have left the log → whether all of these told the same.</param>
public sealed record ReturnedEvents(
    int ReplayId, bool NewKeys, IReadOnlyList<LoggedEvent> Events, IReadOnlySet<long> Doubtful, IReadOnlyDictionary<long, bool> Outdated);
