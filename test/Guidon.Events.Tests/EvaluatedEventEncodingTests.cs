using CsCheck;

namespace Guidon.Events.Tests;

public sealed class EvaluatedEventEncodingTests
{
    private static readonly Gen<string> s_text = Gen.String[0, 40];

    private static readonly Gen<FlagOutcomeRow> s_override =
        from id in Gen.Int[0, int.MaxValue]
        from enabled in Gen.Bool
        from value in s_text
        from variant in s_text.Null()
        from weight in Gen.Double[0, 100].Nullable()
        from segment in Gen.Int[1, int.MaxValue].Nullable()
        from identity in Gen.Bool
        select new FlagOutcomeRow
        {
            StateId = id,
            Enabled = enabled,
            Value = new EventValue(value),
            Variant = variant,
            Reason = "TARGETING_MATCH",
            Weight = weight,
            SegmentId = segment,
            IdentityOverride = identity,
        };

    private static readonly Gen<EventTrait> s_trait =
        from id in Gen.Long[0, int.MaxValue]
        from key in s_text
        from value in s_text
        from transient in Gen.Bool
        select new EventTrait(id, key, new EventValue(value), transient);

    private static readonly FlagTable s_table = Some.Table(flags: 12, outcomes: 5, segments: 9);

    [Fact]
    public void What_was_encoded_is_decoded() =>
        Gen.Select(
            s_text, Gen.Int[0, 7], Gen.Int[-2, 4].Array[12], s_override.Array[12], s_trait.Array[0, 6], Gen.OneOf(Gen.Bool.Array[9], Gen.Bool.Array[0]))
        .Sample((identifier, bits, outcomes, overrides, traits, segments) =>
        {
            var shown = overrides[..outcomes.Count(outcome => outcome == EvaluatedEventDraft.Override)];
            var decoded = EvaluatedEventEncoding.Decode(
                Some.Logged(Some.Encoded(new EvaluatedEventDraft
                {
                    Identifier = identifier,
                    Transient = (bits & 1) != 0,
                    Anonymous = (bits & 2) != 0,
                    ServerSide = (bits & 4) != 0,
                    Outcomes = outcomes,
                    Overrides = shown,
                    Traits = traits,
                    Segments = segments,
                })),
                s_table).Event;

            Assert.NotNull(decoded);
            Assert.Equal(identifier, decoded.Identifier);
            Assert.Equal(bits, (decoded.Transient ? 1 : 0) + (decoded.Anonymous ? 2 : 0) + (decoded.ServerSide ? 4 : 0));
            Assert.Equal(Expected(outcomes, shown), decoded.Flags);
            Assert.Equal(traits.Select(trait => trait.Transient ? trait with { Value = EventValue.Null } : trait), decoded.Traits);
            Assert.Equal(segments, decoded.Segments);
            Assert.Equal((5L, Some.Time), (decoded.Sequence, decoded.OccurredAt));
        });

    [Fact]
    public void A_lone_surrogate_is_kept_as_a_replacement_and_breaks_nothing()
    {
        var decoded = EvaluatedEventEncoding.Decode(Some.Logged(Some.Encoded(Draft("a\ud800b", []))), Some.Table(0, 0, 0));

        Assert.Equal("a\ufffdb", decoded.Event?.Identifier);
    }

    [Fact]
    public void The_value_of_a_transient_trait_is_not_in_the_bytes()
    {
        EventTrait[] traits = [new EventTrait(0, "session", new EventValue("\"top-secret-value\""), Transient: true)];

        var bytes = Some.Encoded(Draft("alice", traits));

        Assert.DoesNotContain("top-secret", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Contains("session", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_flags_cost_hundreds_of_bytes()
    {
        var outcomes = Enumerable.Range(0, 100).Select(flag => flag % 4).ToArray();
        var segments = new bool[50];
        var identifier = "0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e01";

        var plain = Some.Encoded(new EvaluatedEventDraft { Identifier = identifier, Outcomes = outcomes, Segments = segments });
        var withTraits = Some.Encoded(new EvaluatedEventDraft
        {
            Identifier = identifier,
            Outcomes = outcomes,
            Segments = segments,
            Traits = Some.Traits(10).AsSpan(),
        });

        Assert.InRange(plain.Length, 100, 200);
        Assert.InRange(withTraits.Length, plain.Length, 600);
    }

    [Fact]
    public void Encoding_an_event_allocates_nothing()
    {
        var outcomes = new int[100];
        outcomes[3] = EvaluatedEventDraft.Override;
        FlagOutcomeRow[] overrides = [Some.Outcome(1)];
        var traits = Some.Traits(10).ToArray();
        var segments = new bool[20];
        var buffer = new byte[4_096];
        Encode();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Encode();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Encode()
        {
            var draft = new EvaluatedEventDraft
            {
                Identifier = "user-42",
                Outcomes = outcomes,
                Overrides = overrides,
                Traits = traits,
                Segments = segments,
            };
            Assert.True(EvaluatedEventEncoding.BytesMax(draft) <= buffer.Length);
            EvaluatedEventEncoding.Encode(draft, buffer);
        }
    }

    [Fact]
    [Trait("Row", "OPS-01")]
    public void Every_flipped_bit_and_every_cut_is_an_error_and_never_an_exception()
    {
        var sound = Some.Encoded(new EvaluatedEventDraft
        {
            Identifier = "user-42",
            Outcomes = [0, 1, EvaluatedEventDraft.Override, EvaluatedEventDraft.NotShown, 0, 0, 0, 0, 0, 0, 0, 0],
            Overrides = [Some.Outcome(9) with { Variant = "v", Weight = 30, SegmentId = 4 }],
            Traits = Some.Traits(3).AsSpan(),
            Segments = new bool[9],
        });
        Assert.NotNull(EvaluatedEventEncoding.Decode(Some.Logged(sound), s_table).Event);

        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(EvaluatedEventEncoding.Decode(Some.Logged(damaged), s_table).Error);
        }

        for (var length = 0; length < sound.Length; length++)
            Assert.NotNull(EvaluatedEventEncoding.Decode(Some.Logged(sound.AsSpan(0, length)), s_table).Error);
    }

    [Fact]
    public void Random_bytes_behind_a_right_checksum_are_an_error_and_never_an_exception() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            byte[] payload = [1, .. bytes, 0, 0, 0, 0];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(
                payload.AsSpan(payload.Length - 4), PayloadWriter.Checksum(payload.AsSpan(0, payload.Length - 4)));
            var decoded = EvaluatedEventEncoding.Decode(Some.Logged(payload), s_table);
            Assert.True(decoded.Event is null != decoded.Error is null);
        });

    [Fact]
    public void An_event_of_another_flag_table_is_an_error()
    {
        var payload = Some.Encoded(new EvaluatedEventDraft { Identifier = "a", Outcomes = [4, 4, 4] });

        Assert.Contains("another flag table", EvaluatedEventEncoding.Decode(Some.Logged(payload), Some.Table(2, 5, 0)).Error, StringComparison.Ordinal);
        Assert.Contains("outcome", EvaluatedEventEncoding.Decode(Some.Logged(payload), Some.Table(3, 4, 0)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Outcomes_without_their_overrides_are_refused() => Assert.Throws<ArgumentException>(() =>
        Some.Encoded(new EvaluatedEventDraft { Identifier = "a", Outcomes = [EvaluatedEventDraft.Override] }));

    private static EvaluatedEventDraft Draft(ReadOnlySpan<char> identifier, ReadOnlySpan<EventTrait> traits) =>
        new() { Identifier = identifier, Outcomes = [], Traits = traits };

    private static List<EvaluatedFlag> Expected(int[] outcomes, FlagOutcomeRow[] overrides)
    {
        var next = 0;
        var flags = new List<EvaluatedFlag>();
        for (var i = 0; i < outcomes.Length; i++)
        {
            var row = s_table.Flags[i];
            if (outcomes[i] == EvaluatedEventDraft.NotShown) continue;
            flags.Add(new EvaluatedFlag(row, outcomes[i] == EvaluatedEventDraft.Override ? overrides[next++] : row.Outcomes[outcomes[i]]));
        }

        return flags;
    }
}
