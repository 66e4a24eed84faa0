using System.Collections.Immutable;
using System.Globalization;

namespace Guidon.Events.Tests;

/// <summary>Objects whose content does not matter to the test.</summary>
public static class Some
{
    public static DateTimeOffset Time { get; } = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    public static NewEvent Event(int environmentId = 1) => new(
        Guid.NewGuid(), EventKind.IdentityEvaluated, environmentId, 7, Time, new byte[] { 1, 2, 3 });

    public static FlagTable Table(int flags, int outcomes, int segments) => new()
    {
        EnvironmentId = 1,
        EnvironmentKey = "key",
        EnvironmentName = "Production",
        ProjectId = 1,
        FlagSetVersion = "v1",
        Flags = [.. Enumerable.Range(0, flags).Select(flag => new FlagRow
        {
            FeatureId = flag + 1,
            Name = "flag_" + flag.ToString(CultureInfo.InvariantCulture),
            Type = "STANDARD",
            Outcomes = [.. Enumerable.Range(0, outcomes).Select(outcome => Outcome(flag * outcomes + outcome))],
        })],
        Segments = [.. Enumerable.Range(1, segments).Select(segment => new SegmentRow(segment, "segment " + segment))],
    };

    public static FlagOutcomeRow Outcome(int id) =>
        new() { StateId = id, Enabled = true, Value = new EventValue("\"v" + id + "\""), Reason = "DEFAULT" };

    public static LoggedEvent Logged(ReadOnlySpan<byte> payload) =>
        new(5, Guid.Parse("0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e01"), EventKind.IdentityEvaluated, 1, 7, Time, payload.ToArray());

    public static byte[] Encoded(in EvaluatedEventDraft draft)
    {
        var buffer = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return buffer[..EvaluatedEventEncoding.Encode(draft, buffer)];
    }

    public static ImmutableArray<EventTrait> Traits(int count) =>
        [.. Enumerable.Range(1, count).Select(n => new EventTrait(10_000 + n, $"trait_key_{n:00}", new EventValue("\"value " + n + "\""), false))];
}
