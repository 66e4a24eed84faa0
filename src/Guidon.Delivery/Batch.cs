using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>Events that travel in one request.</summary>
/// <param name="events">At least one; those of one identity in the order of the log.</param>
/// <param name="lanes">The lanes that they come from.</param>
/// <param name="window">Where they wait until they are settled.</param>
/// <param name="isProbe">Sent to a held destination to see whether it was mended.</param>
internal sealed class Batch(ImmutableArray<PendingEvent> events, ImmutableArray<IdentityLane> lanes, DeliveryWindow window, bool isProbe)
{
    internal ImmutableArray<PendingEvent> Events => events;

    internal ImmutableArray<IdentityLane> Lanes => lanes;

    internal DeliveryWindow Window => window;

    internal bool IsProbe => isProbe;

    /// <summary>If it is refused, the receiver is given another alert, which tells whether this one is at fault.</summary>
    internal bool IsToBeDecided { get; set; }

    /// <summary>All records in order, taken when the batch was formed.</summary>
    internal ImmutableArray<OutgoingRecord> Records { get; } = [.. events.SelectMany(pending => pending.Records)];

    /// <summary>When the first attempt began of which nobody knows whether it was taken, UTC; <see langword="null"/> when there was none.</summary>
    internal DateTimeOffset? MayBeTakenSince { get; } = events.Min(pending => pending.MayBeTakenSince);

    /// <summary>How many requests one attempt is: one for each endpoint.</summary>
    internal int Requests => Records.Select(record => record.Part).Distinct().Count();

    /// <summary>How many of <see cref="Records"/> each event has, in the order of <see cref="Events"/>.</summary>
    internal ImmutableArray<int> RecordCounts { get; } = [.. events.Select(pending => pending.Records.Length)];
}
