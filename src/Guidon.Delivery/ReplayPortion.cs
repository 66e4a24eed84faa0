using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>Events that one replay hands to a pump.</summary>
/// <param name="ReplayId">Whose they are, as receivers of our own format are told; 0 when people retried them.</param>
/// <param name="DestinationId">Where they go.</param>
/// <param name="Events">At least one, as the log has them. They are mapped by the mapper of today.</param>
public sealed record ReplayPortion(long ReplayId, int DestinationId, IReadOnlyList<LoggedEvent> Events)
{
    /// <summary>Sequences of events whose identity has, or will have, a newer state at the receiver: only their history is sent.</summary>
    public IReadOnlySet<long> Stale { get; init; } = new HashSet<long>();

    /// <summary>Up to which event of the log <see cref="Stale"/> is true; the highest number where nothing can be stale.</summary>
    public long LookedTo { get; init; } = long.MaxValue;

    /// <summary>Sequences of events that the receiver may have, since an earlier attempt ended without an answer; a receiver that can be asked is asked first.</summary>
    public IReadOnlySet<long> Doubtful { get; init; } = new HashSet<long>();

    /// <summary>They travel under other idempotency keys, which follow from this name; <see langword="null"/> for their own.</summary>
    public string? KeyName { get; init; }

    /// <summary>What the receiver knows the event by in this replay.</summary>
    internal Guid KeyOf(LoggedEvent logged) => KeyName is { } name ? RecordId.Of(logged.Id, name) : logged.Id;
}
