using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.NewRelic;

/// <summary>Tells New Relic of each change through NerdGraph. The older REST endpoint ends in 2027 and takes no history.</summary>
internal sealed class NewRelicIntegration : ChangeIntegration<NewRelicSettings>
{
    private const int TextMax = 4_095;   // Source: "Insert limits" of attributes: 4,095 characters.
    private const int DigitsMax = 20;

    // Variables carry all that customers wrote; the text of the mutation never changes.
    private const string Mutation =
        "mutation($event: ChangeTrackingCreateEventInput!) { changeTrackingCreateEvent(changeTrackingEvent: $event) { changeTrackingEvent { changeTrackingId } messages } }";

    // Words in which the receiver says that the key or the account is wrong.
    private static readonly string[] s_configuration = ["api key", "unauthorized", "forbidden", "access denied", "not authorized"];

    public override string Name => "new-relic";

    public override int MapperVersion => 1;

    public override ImmutableArray<IntegrationLevel> Levels => [IntegrationLevel.Project];

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;   // Source: NerdGraph, "Change tracking": one event per mutation.

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("A user key of the account."),
        new() { Name = "app_id", Kind = SettingKind.Text, Required = true, CharactersMax = DigitsMax, Purpose = "The id of the application whose charts show the changes." },
        CommonFields.BaseUrl(["https://api.newrelic.com/", "https://api.eu.newrelic.com/"], "The region of the account."),
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "New Relic",
        Sends = "`POST /graphql`: the mutation changeTrackingCreateEvent, category Feature Flag, found by the application's id; key in `API-Key`",
        Limits = "texts of 4,095 characters, cut visibly; flag names beyond it end in a hash",
        Dedupe = "none; `groupId` and the attribute `eventId` are the event's id",
        TooOld = "not stated; the change's own `timestamp` in milliseconds is sent, and what is refused is parked",
        Replay = "another marker with the same `groupId`",
        Canary = "flag `guidon_canary`; a query of ChangeTrackingEvent would show it",
        Unverified = "the oldest accepted time, the words of errors, whether an application that has not reported lately is found",
    };

    public override void Check(SettingsValues values, SettingsErrors errors)
    {
        // It stands inside of a query's text.
        if (!values.Text("app_id").All(char.IsAsciiDigit)) errors.Add("app_id", "Enter the number of the application.");
    }

    protected override NewRelicSettings Read(SettingsValues values) =>
        new(values.Text(CommonFields.ApiKeyName), values.Text("app_id"), CommonFields.Endpoint(values, "/graphql"));

    protected override Mapping Map(ChangeEvent change, NewRelicSettings settings) => Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("query", Mutation);
        json.WriteStartObject("variables");
        json.WriteStartObject("event");
        json.WriteStartObject("categoryAndTypeData");
        json.WriteStartObject("kind");
        json.WriteString("category", "FEATURE_FLAG");
        json.WriteString("type", "BASIC");
        json.WriteEndObject();
        json.WriteStartObject("categoryFields");
        json.WriteStartObject("featureFlag");
        json.WriteString("featureFlagId", ChangeText.Named(change.Feature.Name, TextMax));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("entitySearch");
        json.WriteString("query", $"domainId = '{settings.AppId}'");
        json.WriteEndObject();
        json.WriteString("description", ChangeText.Visibly(ChangeText.Sentence(change), TextMax));
        json.WriteString("shortDescription", ChangeText.Visibly(change.Summary, TextMax));
        json.WriteString("user", ChangeText.Visibly(ChangeText.Author(change), TextMax));
        json.WriteString("groupId", change.Id);
        json.WriteNumber("timestamp", change.OccurredAt.ToUnixTimeMilliseconds());
        WriteAttributes(json, change);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, NewRelicSettings settings, DateTimeOffset attemptAt) =>
        new() { Address = settings.Address, Headers = [new("API-Key", settings.ApiKey)], Body = records[0].Json };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        if (AnswerText.Judge(answer) is not { Verdict: Verdict.Delivered } sound) return AnswerText.Judge(answer);
        var body = AnswerText.Object(answer);
        if (AnswerText.Property(body, "errors") is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0)
        {
            var text = errors.GetRawText();
            if (s_configuration.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) return BatchVerdict.Hold("unauthorized");
            return text.Contains("TOO_MANY_REQUESTS", StringComparison.Ordinal) || text.Contains("SERVER_ERROR", StringComparison.Ordinal)
                ? BatchVerdict.Retry("graphql_error")
                : BatchVerdict.Split("refused");
        }

        // Data without errors and without the event: nothing that one could take for a success.
        var created = AnswerText.Property(AnswerText.Property(body, "data"), "changeTrackingCreateEvent");
        return created.ValueKind == JsonValueKind.Object ? sound : BatchVerdict.Retry("answer_unreadable");
    }

    private static void WriteAttributes(Utf8JsonWriter json, ChangeEvent change)
    {
        json.WriteStartObject("customAttributes");
        json.WriteString("eventId", change.Id);
        json.WriteString("project", ChangeText.Visibly(change.Project.Name, TextMax));
        if (change.Environment is { } environment) json.WriteString("environment", ChangeText.Visibly(environment.Name, TextMax));
        json.WriteString("previousState", ChangeText.Visibly(ChangeText.State(change.PreviousState), TextMax));
        json.WriteString("newState", ChangeText.Visibly(ChangeText.State(change.State), TextMax));
        json.WriteEndObject();
    }
}
