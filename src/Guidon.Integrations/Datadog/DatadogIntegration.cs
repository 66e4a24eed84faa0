using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Datadog;

/// <summary>Tells Datadog of each change as a change event of a feature flag, at its own time.</summary>
internal sealed class DatadogIntegration : ChangeIntegration<DatadogSettings>
{
    private const int TitleMax = 500;      // Source: "Post an event" v2, title: 500 characters.
    private const int MessageMax = 4_000;  // Source: "Post an event" v2, message: 4,000 characters.
    private const int NameMax = 128;       // Source: "Post an event" v2, changed_resource.name: 128 characters.
    private const int TagMax = 200;        // Source: "Getting started with tags": 200 characters.

    private static readonly FrozenSet<string> s_apiHosts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "api.datadoghq.com", "api.datadoghq.eu", "api.us3.datadoghq.com", "api.us5.datadoghq.com", "api.ap1.datadoghq.com", "api.ap2.datadoghq.com", "api.ddog-gov.com");

    public override string Name => "datadog";

    public override int MapperVersion => 1;

    public override ImmutableArray<IntegrationLevel> Levels => [IntegrationLevel.Project];

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;   // Source: the request holds one event.

    // Source: "Post an event" v2, timestamp: no older than 18 hours. The hour is for the clock and the way.
    public override TimeSpan? AgeMax => TimeSpan.FromHours(17);

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("An API key of the organisation."),
        CommonFields.BaseUrl(
            ["https://event-management-intake.datadoghq.com/", "https://event-management-intake.datadoghq.eu/", "https://event-management-intake.us3.datadoghq.com/",
             "https://event-management-intake.us5.datadoghq.com/", "https://event-management-intake.ap1.datadoghq.com/", "https://event-management-intake.ap2.datadoghq.com/"],
            "The event intake of the site."),
        new() { Name = "use_custom_source", Kind = SettingKind.Switch, Default = "false", Purpose = "Kept for other clients of this API; events always name their source." },
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Datadog",
        Sends = "`POST /api/v2/events`, category change, resource type feature_flag: author, old and new state; key in `DD-API-KEY`",
        Limits = "titles of 500, messages of 4,000 characters, cut visibly; flag names over 128 characters end in a hash; tags of 200",
        Dedupe = "none; `aggregation_key` is the event's id and groups only",
        TooOld = "18 hours; older than 17 are parked as `too_old`, never dated anew",
        Replay = "within 17 hours another event of the same aggregation key; older ones are parked",
        Canary = "flag `guidon_canary`; visible in the event explorer",
        Unverified = "statuses other than 202; whether an event that is too old is refused or dated anew",
    };

    protected override DatadogSettings Read(SettingsValues values) =>
        new(values.Text(CommonFields.ApiKeyName), Intake(CommonFields.Endpoint(values, "/api/v2/events")));

    protected override Mapping Map(ChangeEvent change, DatadogSettings settings) => Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("type", "event");
        json.WriteStartObject("attributes");
        json.WriteString("category", "change");
        json.WriteString("title", ChangeText.Visibly(change.Summary, TitleMax));
        json.WriteString("message", ChangeText.Visibly(ChangeText.Sentence(change), MessageMax));
        json.WriteString("aggregation_key", change.Id);
        json.WriteString("timestamp", EventTime.Milliseconds(change.OccurredAt));
        json.WriteStartArray("tags");
        json.WriteStringValue("source:" + Library.Name);
        json.WriteStringValue(ChangeText.Visibly("project:" + change.Project.Name, TagMax));
        if (change.Environment is { } environment) json.WriteStringValue(ChangeText.Visibly("env:" + environment.Name, TagMax));
        json.WriteEndArray();
        WriteChange(json, change);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }));

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, DatadogSettings settings, DateTimeOffset attemptAt) =>
        new() { Address = settings.Address, Headers = [new("DD-API-KEY", settings.ApiKey)], Body = records[0].Json };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AnswerText.Judge(answer);

    // Other clients of this API know the sites by the host of the older interface; events of this version have one of their own.
    private static Uri Intake(Uri address) => s_apiHosts.Contains(address.Host) ? new Uri(address.AbsoluteUri.Replace("//api.", "//event-management-intake.", StringComparison.Ordinal)) : address;

    private static void WriteChange(Utf8JsonWriter json, ChangeEvent change)
    {
        json.WriteStartObject("attributes");
        json.WriteStartObject("changed_resource");
        json.WriteString("type", "feature_flag");
        json.WriteString("name", ChangeText.Named(change.Feature.Name, NameMax));
        json.WriteEndObject();
        json.WriteStartObject("author");
        json.WriteString("name", ChangeText.Visibly(ChangeText.Author(change), NameMax));
        json.WriteString("type", change.ChangedBy.Contains('@', StringComparison.Ordinal) ? "user" : "api");
        json.WriteEndObject();
        WriteState(json, "prev_value", change.PreviousState);
        WriteState(json, "new_value", change.State);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, string name, FlagSnapshot? state)
    {
        json.WriteStartObject(name);
        if (state is not null)
        {
            json.WriteBoolean("enabled", state.Enabled);
            json.WriteString("value", ChangeText.Visibly(ChangeText.State(state), MessageMax));
        }

        json.WriteEndObject();
    }
}
