namespace Guidon.Delivery;

/// <summary>Transaction 2: how far one destination came. Applied whole or not at all.</summary>
public sealed record DeliveryProgress
{
    /// <summary>Which destination.</summary>
    public required int DestinationId { get; init; }

    /// <summary>The cursor that this progress starts from; the store refuses it when another pump was faster.</summary>
    public required long CursorFrom { get; init; }

    /// <summary>The last sequence that is settled; every earlier event of the environment is settled too.</summary>
    public required long CursorTo { get; init; }

    /// <summary>Events between the cursors that the receiver acknowledged.</summary>
    public required int Delivered { get; init; }

    /// <summary>Of <see cref="Delivered"/>, those of which an earlier attempt ended without an answer: the receiver may have them twice.</summary>
    public int Doubtful { get; init; }

    /// <summary>Events between the cursors that a policy withheld.</summary>
    public required int Filtered { get; init; }

    /// <summary>Events between the cursors whose identity was erased before they were sent.</summary>
    public int Cancelled { get; init; }

    /// <summary>What identities were told, in order; empty unless the destination wants changes only.</summary>
    public IReadOnlyList<StateMark> Marks { get; init; } = [];

    /// <summary>Of parked events whose state the receiver took all the same: what was told before does not hold any more. Empty unless the destination wants changes only.</summary>
    public IReadOnlyList<StateMark> Overwritten { get; init; } = [];

    /// <summary>Events between the cursors that are parked.</summary>
    public required IReadOnlyList<ParkedEvent> Parked { get; init; }
}
