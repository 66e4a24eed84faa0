using System.Collections.Immutable;
using Guidon.Events;

namespace Guidon.Doubles;

/// <summary>Events, tables and flags for tests that only care about a part of them.</summary>
public static class SomeEvents
{
    public static readonly DateTimeOffset Start = new(2026, 11, 10, 8, 0, 0, 123, 456, TimeSpan.Zero);

    public static FlagRow Flag(string name, string json, bool enabled = true, double? weight = null) => new()
    {
        FeatureId = 3,
        Name = name,
        Type = weight is null ? "STANDARD" : "MULTIVARIATE",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        DefaultEnabled = true,
        InitialValue = "red",
        Outcomes =
        [
            new FlagOutcomeRow
            {
                StateId = 7,
                Enabled = enabled,
                Value = new EventValue(json),
                Reason = weight is null ? "DEFAULT" : $"SPLIT; weight={weight}",
                Variant = weight is null ? null : "blue-variant",
                Weight = weight,
            },
        ],
    };

    /// <summary>The same flag with a second outcome: <c>"green"</c>.</summary>
    public static FlagRow TwoOutcomes(FlagRow row) =>
        row with { Outcomes = [row.Outcomes[0], row.Outcomes[0] with { Value = new EventValue("\"green\"") }] };

    public static FlagTable Table(params FlagRow[] flags) => new()
    {
        EnvironmentId = 2,
        EnvironmentKey = "env-key",
        EnvironmentName = "Production",
        ProjectId = 9,
        FlagSetVersion = "v1",
        Flags = [.. flags],
        Segments = [new SegmentRow(5, "beta")],
    };

    /// <summary>As the log stores an evaluation of <see cref="Table"/>.</summary>
    /// <param name="identifier">Whose.</param>
    /// <param name="outcome">Which of the first flag's outcomes.</param>
    public static byte[] Payload(string identifier, int outcome = 0)
    {
        var draft = new EvaluatedEventDraft { Identifier = identifier, Outcomes = [outcome], Segments = [true] };
        var buffer = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return buffer[..EvaluatedEventEncoding.Encode(draft, buffer)];
    }

    public static EvaluatedEvent Evaluated(string identifier, params FlagRow[] flags) => new()
    {
        Id = Guid.Parse("0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e01"),
        Sequence = 1,
        OccurredAt = Start,
        Table = Table(flags),
        Identifier = identifier,
        Transient = false,
        Anonymous = false,
        ServerSide = false,
        Flags = [.. flags.Select(flag => new EvaluatedFlag(flag, flag.Outcomes[0]))],
        Traits = [new EventTrait(11, "plan", new EventValue("\"pro\""), Transient: false)],
        Segments = [true],
    };
}
