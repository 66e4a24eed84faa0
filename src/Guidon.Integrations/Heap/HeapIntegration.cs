using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Heap;

/// <summary>Records each evaluation as a custom event in Heap, flags as its properties.</summary>
internal sealed class HeapIntegration : Integration<HeapSettings>
{
    private const string RawBooleans = "raw_booleans";

    // Source: Track API, "identity", "event" and "properties": 255 and 1,024 characters.
    private static readonly IdentifierRules s_identifiers = new("Heap", 255, []);
    private static readonly PropertyRules s_rules = new() { NameCharactersMax = 1_023, TextCharactersMax = 1_023, BooleansAsText = true };

    public override string Name => "heap";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 500,                    // Source: Bulk Track, 1,000 events per request; half of it.
        BytesMax = 1_000_000,                // Source: none stated; small enough for any proxy.
        AgeMax = TimeSpan.FromSeconds(1),    // Source: none; one request a second is far below every limit.
        RecordsPerSecondMax = 200,           // Source: Bulk Track, 15,000 events a minute per app; 12,000 of them.
        RequestsMax = 1,                     // Source: none; a batch holds all identities, so one keeps their order.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("The app id of the Heap environment."),
        CommonFields.BaseUrl(["https://heapanalytics.com", "https://c.eu.heap-api.com"], "The region that holds the app."),
        new()
        {
            Name = RawBooleans,
            Kind = SettingKind.Switch,
            Default = "false",
            Purpose = "Send booleans as Flagsmith does; off sends the texts true and false, the only form that Heap documents.",
        },
        CommonFields.LongIds,
        DeliverSetting.Field,
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Heap",
        Sends = "`POST /api/track`: one event \"Flagsmith Feature Flags\" per evaluation, flags as properties, booleans as text",
        Limits = "500 of 1,000 events per request; names and texts below 1,024 characters, cut visibly; identifiers up to 255, else parked or hashed",
        Dedupe = "`idempotency_key`, first one wins; window not stated",
        TooOld = "none known; sent with the time of the evaluation",
        Replay = "the same keys again: what Heap has stays as it is",
        Canary = "event of the identity `guidon-canary`; no reading back without an account's export",
        Unverified = "status codes, body size, compression, window of the key, whether booleans are kept; a wrong app id looks like success",
    };

    protected override HeapSettings Read(SettingsValues values) => new(
        values.Text(CommonFields.ApiKeyName),
        CommonFields.Endpoint(values, "/api/track"),
        values.Switch(RawBooleans),
        CommonFields.HashesLongIds(values));

    protected override Mapping Map(EvaluatedEvent happened, HeapSettings settings)
    {
        if (s_identifiers.Refusal(happened, settings.HashesLongIds) is { } refusal) return refusal;
        var rules = settings.RawBooleans ? s_rules with { BooleansAsText = false } : s_rules;
        return Mapping.Mapped(JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("identity", s_identifiers.IdOf(happened));
            json.WriteString("event", "Flagsmith Feature Flags");
            json.WriteString("timestamp", EventTime.Milliseconds(happened.OccurredAt));
            json.WriteString("idempotency_key", RecordId.Of(happened.Id, "heap:0"));
            json.WriteStartObject("properties");
            FlagProperties.Write(json, FlagProperties.Pages(happened, rules)[0]);
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, HeapSettings settings, DateTimeOffset attemptAt) => new()
        {
            Address = settings.Address,
            Body = JsonBytes.WriteBody(records, json =>
            {
                json.WriteStartObject();
                json.WriteString("app_id", settings.AppId);
                json.WriteRecords("events", records);
                json.WriteEndObject();
            }),
        };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AnswerText.Judge(answer);
}
