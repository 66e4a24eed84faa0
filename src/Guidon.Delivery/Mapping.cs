using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>What a mapper made of one event.</summary>
public sealed record Mapping
{
    private Mapping()
    {
    }

    /// <summary>Whether there are records, and if not, why.</summary>
    public required MappingOutcome Outcome { get; init; }

    /// <summary>One or more JSON objects in UTF-8, to be sent in this order and together; empty unless mapped.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Records { get; private init; } = [];

    /// <summary>How many of <see cref="Records"/> travel in the first request; the rest follow in a second one.</summary>
    public int FirstPart { get; private init; }

    /// <summary>
    /// How many records at the beginning set the state of a profile, so that an older one must never follow a newer one; the others are
    /// history and come at any time. Default 0.
    /// </summary>
    public int States { get; init; }

    /// <summary>A stable code, for example <c>anonymous</c> or <c>reserved_id</c>; empty when mapped.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>For a person; empty unless parked.</summary>
    public string Detail { get; private init; } = "";

    /// <summary>The event becomes these records.</summary>
    public static Mapping Mapped(params ImmutableArray<ReadOnlyMemory<byte>> records)
    {
        ArgumentOutOfRangeException.ThrowIfZero(records.Length, nameof(records));
        return new Mapping { Outcome = MappingOutcome.Mapped, Records = records, FirstPart = records.Length };
    }

    /// <summary>The event becomes records for two endpoints: the second request of an attempt is sent when the first was taken.</summary>
    public static Mapping MappedInTwo(ImmutableArray<ReadOnlyMemory<byte>> first, ImmutableArray<ReadOnlyMemory<byte>> second) =>
        Mapped([.. first, .. second]) with { FirstPart = first.Length };

    /// <summary>What may be sent although the receiver has, or will have, a newer state of the identity: the history.</summary>
    public Mapping WithoutStates() => States == 0 || Outcome != MappingOutcome.Mapped ? this
        : States >= Records.Length ? Filtered("stale_state")
        : Mapped(Records[States..]) with { FirstPart = Math.Max(0, FirstPart - States) };

    /// <summary>A policy withholds the event.</summary>
    public static Mapping Filtered(string reason) => new() { Outcome = MappingOutcome.Filtered, Reason = reason };

    /// <summary>The receiver could not take this event whatever we do.</summary>
    public static Mapping Parked(string reason, string detail) =>
        new() { Outcome = MappingOutcome.Parked, Reason = reason, Detail = detail };

    /// <summary>The records on their way, for the pump and for who tries a mapping by hand.</summary>
    public ImmutableArray<OutgoingRecord> ToRecords(Guid eventId, string identifier, DateTimeOffset occurredAt) =>
        [.. Records.Select((json, at) => new OutgoingRecord(eventId, identifier, occurredAt, json) { Part = at < FirstPart ? 0 : 1 })];
}
