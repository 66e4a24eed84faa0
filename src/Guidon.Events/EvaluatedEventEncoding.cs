using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Guidon.Events;

// Hot path: Encode runs in the request and must not allocate (guarded by Encoding_an_event_allocates_nothing); no LINQ.
//
// Version 1:  version (1) | bits (1) | identifier | flags: count, one varint each (0 not shown, 1 override follows in the list
// below, n the flag's outcome n-2) | overrides | traits: count, each (id << 1 | transient), key, value unless transient |
// segments: count, bitmap | CRC-32C (4).  Texts are UTF-8 behind their length; counts and lengths are varints.

/// <summary>
/// The compact binary form of <c>identity.evaluated</c>. An event refers to its <see cref="FlagTable"/> and does not repeat it, so
/// 100 flags cost about 100 bytes. The values of transient traits are never written, whatever the draft says.
/// </summary>
public static class EvaluatedEventEncoding
{
    private const byte Version = 1;
    private const int ChecksumBytes = sizeof(uint);
    private const int CodeNotShown = 0;
    private const int CodeOverride = 1;
    private const int CodeFirstOutcome = 2;

    [Flags]
    private enum EventBits : byte
    {
        None = 0,
        Transient = 1,
        Anonymous = 2,
        ServerSide = 4,
    }

    [Flags]
    private enum OutcomeBits : byte
    {
        None = 0,
        Enabled = 1,
        Variant = 2,
        Weight = 4,
        Segment = 8,
        IdentityOverride = 16,
    }

    /// <summary>How large a buffer <see cref="Encode"/> needs at most.</summary>
    public static int BytesMax(in EvaluatedEventDraft draft)
    {
        var bytes = 2 + ChecksumBytes + PayloadWriter.TextBytesMax(draft.Identifier.Length) + (4 * PayloadWriter.VarintBytesMax)
            + (draft.Outcomes.Length * 5) + (draft.Segments.Length / 8) + 1;
        foreach (var row in draft.Overrides)
        {
            bytes += 1 + (2 * PayloadWriter.VarintBytesMax) + sizeof(double) + PayloadWriter.TextBytesMax(row.Value.Json.Length)
                + PayloadWriter.TextBytesMax(row.Reason.Length) + PayloadWriter.TextBytesMax(row.Variant?.Length ?? 0);
        }

        foreach (ref readonly var trait in draft.Traits)
        {
            bytes += PayloadWriter.VarintBytesMax + PayloadWriter.TextBytesMax(trait.Key.Length);
            if (!trait.Transient) bytes += PayloadWriter.TextBytesMax(trait.Value.Json.Length);
        }

        return bytes;
    }

    /// <summary>How large a buffer <see cref="WriteIdentifier"/> needs at most.</summary>
    public static int IdentifierBytesMax(string identifier) => PayloadWriter.TextBytesMax(identifier.Length);

    /// <summary>
    /// The bytes with which every payload of this identity begins, after the two bytes of version and bits: how an erasure finds its events.
    /// </summary>
    /// <returns>The bytes written.</returns>
    public static int WriteIdentifier(string identifier, Span<byte> destination)
    {
        var writer = new PayloadWriter(destination);
        writer.Text(identifier);
        return writer.Position;
    }

    /// <summary>Encodes into the caller's buffer.</summary>
    /// <param name="draft">The evaluation.</param>
    /// <param name="destination">At least <see cref="BytesMax"/> bytes; a pooled buffer.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The outcomes and the overrides do not match.</exception>
    public static int Encode(in EvaluatedEventDraft draft, Span<byte> destination)
    {
        var writer = new PayloadWriter(destination);
        writer.Byte(Version);
        writer.Byte((byte)((draft.Transient ? EventBits.Transient : 0) | (draft.Anonymous ? EventBits.Anonymous : 0)
            | (draft.ServerSide ? EventBits.ServerSide : 0)));
        writer.Text(draft.Identifier);
        WriteFlags(ref writer, draft);
        foreach (var row in draft.Overrides) WriteOverride(ref writer, row);
        WriteTraits(ref writer, draft.Traits);
        writer.Bits(draft.Segments);
        writer.Checksum();
        return writer.Position;
    }

    /// <summary>Decodes what the log returned. Never throws on damaged bytes.</summary>
    /// <param name="logged">The event.</param>
    /// <param name="table">The flag table with the id that the event names.</param>
    public static DecodedEvent Decode(LoggedEvent logged, FlagTable table)
    {
        var payload = logged.Payload.Span;
        if (logged.Kind != EventKind.IdentityEvaluated) return DecodedEvent.Damaged($"unknown event kind {(byte)logged.Kind}");
        if (payload.Length < 2 + ChecksumBytes) return DecodedEvent.Damaged("the payload is too short");
        if (payload[0] != Version) return DecodedEvent.Damaged($"unknown payload version {payload[0]}");
        var body = payload[..^ChecksumBytes];
        if (PayloadWriter.Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumBytes..]))
            return DecodedEvent.Damaged("the payload's checksum is wrong");
        return DecodeBody(logged, table, new PayloadReader(body[1..]));
    }

    /// <summary>The identifier alone, without the flag table; <see langword="null"/> when the payload is damaged or of another version.</summary>
    public static string? Identifier(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 2 + ChecksumBytes || payload[0] != Version) return null;
        var body = payload[..^ChecksumBytes];
        if (PayloadWriter.Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(payload[^ChecksumBytes..])) return null;
        var reader = new PayloadReader(body[2..]);
        var identifier = reader.Text();
        return reader.Sound ? identifier : null;
    }

    private static void WriteFlags(ref PayloadWriter writer, in EvaluatedEventDraft draft)
    {
        writer.Varint((ulong)draft.Outcomes.Length);
        var overrides = 0;
        foreach (var outcome in draft.Outcomes)
        {
            if (outcome == EvaluatedEventDraft.Override) overrides++;
            writer.Varint(outcome switch
            {
                EvaluatedEventDraft.NotShown => CodeNotShown,
                EvaluatedEventDraft.Override => CodeOverride,
                _ => (ulong)checked((uint)outcome) + CodeFirstOutcome,
            });
        }

        if (overrides != draft.Overrides.Length) throw new ArgumentException("Outcomes and overrides do not match.", nameof(draft));
    }

    private static void WriteOverride(ref PayloadWriter writer, FlagOutcomeRow row)
    {
        writer.Byte((byte)((row.Enabled ? OutcomeBits.Enabled : 0) | (row.Variant is null ? 0 : OutcomeBits.Variant)
            | (row.Weight is null ? 0 : OutcomeBits.Weight) | (row.SegmentId is null ? 0 : OutcomeBits.Segment)
            | (row.IdentityOverride ? OutcomeBits.IdentityOverride : 0)));
        writer.Varint((ulong)row.StateId);
        writer.Text(row.Value.Json);
        writer.Text(row.Reason);
        if (row.Variant is { } variant) writer.Text(variant);
        if (row.Weight is { } weight) writer.Number(weight);
        if (row.SegmentId is { } segment) writer.Varint((uint)segment);
    }

    private static void WriteTraits(ref PayloadWriter writer, ReadOnlySpan<EventTrait> traits)
    {
        writer.Varint((ulong)traits.Length);
        foreach (ref readonly var trait in traits)
        {
            writer.Varint(((ulong)trait.Id << 1) | (trait.Transient ? 1u : 0u));
            writer.Text(trait.Key);
            if (!trait.Transient) writer.Text(trait.Value.Json);
        }
    }

    private static DecodedEvent DecodeBody(LoggedEvent logged, FlagTable table, PayloadReader reader)
    {
        var bits = (EventBits)reader.Byte();
        var identifier = reader.Text();
        var codes = new int[reader.Count(table.Flags.Length)];
        for (var i = 0; i < codes.Length; i++) codes[i] = reader.Count(int.MaxValue);
        if (codes.Length != table.Flags.Length) return DecodedEvent.Damaged("the payload belongs to another flag table");
        if (ReadFlags(ref reader, table, codes) is not { } flags) return DecodedEvent.Damaged("an outcome is not in the flag table");
        var traits = ReadTraits(ref reader);
        var segments = ReadSegments(ref reader, table.Segments.Length);
        if (!reader.Sound || !reader.AtEnd) return DecodedEvent.Damaged("the payload is damaged");
        return new DecodedEvent(
            new EvaluatedEvent
            {
                Id = logged.Id,
                Sequence = logged.Sequence,
                OccurredAt = logged.OccurredAt,
                Table = table,
                Identifier = identifier,
                Transient = bits.HasFlag(EventBits.Transient),
                Anonymous = bits.HasFlag(EventBits.Anonymous),
                ServerSide = bits.HasFlag(EventBits.ServerSide),
                Flags = flags,
                Traits = traits,
                Segments = segments,
            });
    }

    private static ImmutableArray<EvaluatedFlag>? ReadFlags(ref PayloadReader reader, FlagTable table, int[] codes)
    {
        var flags = ImmutableArray.CreateBuilder<EvaluatedFlag>(codes.Length);
        for (var i = 0; i < codes.Length; i++)
        {
            var row = table.Flags[i];
            if (codes[i] == CodeNotShown) continue;
            if (codes[i] == CodeOverride) flags.Add(new EvaluatedFlag(row, ReadOverride(ref reader)));
            else if (codes[i] - CodeFirstOutcome < row.Outcomes.Length)
                flags.Add(new EvaluatedFlag(row, row.Outcomes[codes[i] - CodeFirstOutcome]));
            else return null;
        }

        return flags.DrainToImmutable();
    }

    private static FlagOutcomeRow ReadOverride(ref PayloadReader reader)
    {
        var bits = (OutcomeBits)reader.Byte();
        return new FlagOutcomeRow   // the initialisers run in the order of the bytes
        {
            Enabled = bits.HasFlag(OutcomeBits.Enabled),
            IdentityOverride = bits.HasFlag(OutcomeBits.IdentityOverride),
            StateId = (long)reader.Varint(),
            Value = new EventValue(reader.Text()),
            Reason = reader.Text(),
            Variant = bits.HasFlag(OutcomeBits.Variant) ? reader.Text() : null,
            Weight = bits.HasFlag(OutcomeBits.Weight) ? reader.Number() : null,
            SegmentId = bits.HasFlag(OutcomeBits.Segment) ? (int)reader.Varint() : null,
        };
    }

    private static ImmutableArray<EventTrait> ReadTraits(ref PayloadReader reader)
    {
        var count = reader.Count(int.MaxValue);
        var traits = ImmutableArray.CreateBuilder<EventTrait>();   // no capacity: the count of a damaged payload is not to be trusted
        for (var i = 0; i < count && reader.Sound; i++)
        {
            var head = reader.Varint();
            var transient = (head & 1) == 1;
            var key = reader.Text();
            traits.Add(new EventTrait((long)(head >> 1), key, transient ? EventValue.Null : new EventValue(reader.Text()), transient));
        }

        return traits.DrainToImmutable();
    }

    private static ImmutableArray<bool> ReadSegments(ref PayloadReader reader, int segmentsMax)
    {
        var members = new bool[reader.Count(segmentsMax)];
        var bitmap = reader.Take((members.Length + 7) / 8);
        for (var i = 0; i < members.Length && !bitmap.IsEmpty; i++) members[i] = (bitmap[i >> 3] & (1 << (i & 7))) != 0;
        return ImmutableCollectionsMarshal.AsImmutableArray(members);
    }
}
