using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Dynatrace;

/// <summary>Tells Dynatrace of each change of a flag as a deployment event, at its own time.</summary>
internal sealed class DynatraceIntegration : ChangeIntegration<DynatraceSettings>
{
    private const int ValueMax = 4_096;   // Source: Events API v2, properties: values of 4,096 characters.
    private const int TitleMax = 500;     // Source: Events API v2, title: 500 characters.

    public override string Name => "dynatrace";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;   // Source: Events API v2: one event per request.

    // Source: Events API v2, startTime: info events up to 30 days back. The hour is for the clock and the way.
    public override TimeSpan? AgeMax => TimeSpan.FromDays(30) - TimeSpan.FromHours(1);

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.BaseUrl([], "The address of the environment, for example https://abc12345.live.dynatrace.com/."),
        CommonFields.ApiKey("A token with the scope events.ingest."),
        new() { Name = "entity_selector", Kind = SettingKind.Text, CharactersMax = 1_000, Purpose = "The entities that show the changes; empty for the environment as a whole." },
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Dynatrace",
        Sends = "`POST /api/v2/events/ingest`: CUSTOM_DEPLOYMENT per change of a flag, start and end at the change's time; token in `Authorization: Api-Token`",
        Limits = "titles of 500 and values of 4,096 characters, cut visibly",
        Dedupe = "none; the property `guidon.event.id` is the event's id",
        TooOld = "30 days; an hour before that they are parked as `too_old`",
        Replay = "another event with the same `guidon.event.id`",
        Canary = "flag `guidon_canary`; visible in the events of the entities",
        Unverified = "the status of a success; a selector matches only entities that were active in the last 24 hours, and one that matches none holds the destination",
    };

    protected override DynatraceSettings Read(SettingsValues values) =>
        new(values.Text(CommonFields.ApiKeyName), values.Text("entity_selector"), CommonFields.Endpoint(values, "/api/v2/events/ingest"));

    protected override Mapping Map(ChangeEvent change, DynatraceSettings settings) => Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("eventType", "CUSTOM_DEPLOYMENT");
        json.WriteString("title", ChangeText.Visibly(change.Summary, TitleMax));
        json.WriteNumber("startTime", change.OccurredAt.ToUnixTimeMilliseconds());
        json.WriteNumber("endTime", change.OccurredAt.ToUnixTimeMilliseconds());
        if (settings.EntitySelector.Length > 0) json.WriteString("entitySelector", settings.EntitySelector);
        json.WriteStartObject("properties");
        Property(json, "dt.event.deployment.name", change.Summary);
        Property(json, "guidon.event.id", change.Id.ToString());
        Property(json, "event", ChangeText.Sentence(change));
        Property(json, "feature", change.Feature.Name);
        Property(json, "environment", change.Environment?.Name ?? "");
        Property(json, "author", ChangeText.Author(change));
        Property(json, "previous_state", ChangeText.State(change.PreviousState));
        Property(json, "new_state", ChangeText.State(change.State));
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, DynatraceSettings settings, DateTimeOffset attemptAt) =>
        new() { Address = settings.Address, Headers = [new("Authorization", "Api-Token " + settings.ApiKey)], Body = records[0].Json };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        if (AnswerText.Judge(answer) is not { Verdict: Verdict.Delivered } sound) return AnswerText.Judge(answer);
        var body = AnswerText.Object(answer);
        if (AnswerText.Number(body, "reportCount") is not { } count) return BatchVerdict.Retry("answer_unreadable");
        // Its owner must mend the selector, or wake the entity; nothing is lost meanwhile.
        if (count == 0) return BatchVerdict.Hold("selector_matches_nothing");
        var results = AnswerText.Property(body, "eventIngestResults");
        var isWhole = results.ValueKind != JsonValueKind.Array || results.EnumerateArray().All(each => AnswerText.Text(each, "status") is "" or "OK");
        return isWhole ? sound : BatchVerdict.Split("refused");
    }

    private static void Property(Utf8JsonWriter json, string name, string value) => json.WriteString(name, ChangeText.Visibly(value, ValueMax));
}
