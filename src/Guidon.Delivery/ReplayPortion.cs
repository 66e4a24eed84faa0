using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>Events that one replay hands to a pump.</summary>
/// <param name="ReplayId">Whose they are; only the source reads it.</param>
/// <param name="DestinationId">Where they go.</param>
/// <param name="Events">
/// At least one. They are mapped by the mapper of today; their idempotency keys come from <see cref="LoggedEvent.Id"/>, so a source that wants
/// fresh keys gives fresh ids.
/// </param>
public sealed record ReplayPortion(long ReplayId, int DestinationId, IReadOnlyList<LoggedEvent> Events)
{
    /// <summary>Sequences of events whose identity has, or will have, a newer state at the receiver: only their history is sent.</summary>
    public IReadOnlySet<long> Stale { get; init; } = new HashSet<long>();

    /// <summary>Sequences of events that the receiver may have, since an earlier attempt ended without an answer; a receiver that can be asked is asked first.</summary>
    public IReadOnlySet<long> Doubtful { get; init; } = new HashSet<long>();
}
