using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;

namespace Guidon.Integrations.Tests;

/// <summary>
/// One event with every kind of value and every awkward name. The expected payloads in <c>golden/</c> were written by another
/// program in another language (Python's own JSON module for the legacy webhook), so that both cannot share a mistake.
/// </summary>
public static class Golden
{
    public static readonly DateTimeOffset AttemptAt = new(2026, 11, 19, 8, 0, 0, 500, TimeSpan.Zero);

    public static EvaluatedEvent Event
    {
        get
        {
            FlagRow[] rows =
            [
                Row(3, 7, "button", "\"blue\"", "SPLIT; weight=25", 25, variant: "blue-variant") with { Description = "The \"big\" one", InitialValue = "red" },
                Row(4, 8, "$set", "null"),
                Row(5, 9, "id", "0"),
                Row(6, 10, "emoji 🚀 ü", "\"žluťoučký 🚀 \\u0000 \\\"quoted\\\" \\\\ \\/ \\n\\r\\t\\b\\f\u007f\""),
                Row(7, 11, "disabled", "\"hidden\"", enabled: false),
                Row(8, 12, "empty", "\"\""),
                Row(9, 13, "false text", "\"false\""),
                Row(10, 14, "number", "-12", "TARGETING_MATCH; segment=beta", 33.3, segment: 5, variant: "n"),
                Row(11, 15, "false", "false"),
                Row(12, 16, "true", "true"),
                Row(13, 17, "nul\0name", "\"\\ud800 alone\""),
            ];
            return SomeEvents.Evaluated("user-42 ü🚀", rows) with
            {
                Table = SomeEvents.Table(rows) with { Segments = [new SegmentRow(5, "beta"), new SegmentRow(6, "älteste")] },
                Segments = [true, false],
                Traits =
                [
                    new EventTrait(11, "plan", new EventValue("\"pro\""), Transient: false),
                    new EventTrait(0, "passing", EventValue.Null, Transient: true),
                    new EventTrait(12, "ratio", new EventValue("1.5"), Transient: false),
                    new EventTrait(13, "huge", new EventValue("1E+16"), Transient: false),
                    new EventTrait(14, "yes", new EventValue("true"), Transient: false),
                ],
            };
        }
    }

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name));

    public static JsonElement Recorded(string name) =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "recorded", name)));

    public static BoundIntegration Bind(string integration, params (string Name, string Text)[] settings) =>
        Catalog.Find(integration)!.Bind(new SettingsValues(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Text))));

    /// <summary>Maps one event and builds the request of one attempt.</summary>
    public static OutgoingRequest Send(BoundIntegration bound, EvaluatedEvent happened) =>
        bound.Request(
            [.. bound.Map(happened).Records.Select(json => new OutgoingRecord(happened.Id, happened.Identifier, happened.OccurredAt, json))],
            AttemptAt);

    /// <summary>As above for integrations whose attempt is several requests.</summary>
    public static IReadOnlyList<OutgoingRequest> SendAll(BoundIntegration bound, EvaluatedEvent happened) =>
        [.. bound.Map(happened).ToRecords(happened.Id, happened.Identifier, happened.OccurredAt)
            .GroupBy(record => record.Part).Select(part => bound.Request([.. part], AttemptAt))];

    private static FlagRow Row(
        int feature, int state, string name, string json, string reason = "DEFAULT", double? weight = null, int? segment = null,
        string? variant = null, bool enabled = true)
    {
        var row = SomeEvents.Flag(name, json, enabled, weight);
        return row with
        {
            FeatureId = feature,
            InitialValue = null,
            Outcomes = [row.Outcomes[0] with { StateId = state, Reason = reason, SegmentId = segment, Variant = variant }],
        };
    }
}
