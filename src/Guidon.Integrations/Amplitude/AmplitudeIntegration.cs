using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Amplitude;

/// <summary>Keeps the flags of each user as user properties in Amplitude, and on wish records each evaluation as an event.</summary>
internal sealed class AmplitudeIntegration : Integration<AmplitudeSettings>
{
    public override string Name => "amplitude";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1_000,                      // Source: Batch Event Upload API, 2,000 events per request; half of it.
        BytesMax = 10 * 1_000 * 1_000,           // Source: Batch Event Upload API, 20 MB per request; half of it.
        AgeMax = TimeSpan.FromSeconds(1),        // Source: none; fresh enough for people, rare enough for 100 batches/s plans.
        DedupeWindow = TimeSpan.FromDays(7),     // Source: Batch Event Upload API, insert_id.
        RequestsMax = 1,                         // Source: none; a batch holds all identities, so one keeps their order.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("The project's API key."),
        CommonFields.BaseUrl(
            ["https://api2.amplitude.com", "https://api.eu.amplitude.com"],
            "The region that holds the project; a key sent to the wrong one is refused."),
        CommonFields.SendEvents(isDefault: false),
        CommonFields.LongIds,
        DeliverSetting.Field,
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Amplitude",
        Sends = "`POST /batch`, compressed: one `$identify` per evaluation; with `send_events` also an event \"Flags Evaluated\"",
        Limits = "1,000 of 2,000 events and 10 of 20 MB per request; texts and names up to 1,024 characters, cut visibly; identifiers up to 1,024, else parked or hashed; reserved ids parked",
        Dedupe = "`insert_id` with device and app, 7 days",
        TooOld = "none stated; `time` is the evaluation's",
        Replay = "the same ids: ignored within 7 days, rows again later; user properties are the newest by arrival",
        Canary = "user `guidon-canary`; readable by export with the secret key",
        Unverified = "very old `time`; whether all indexes are named; more than 1,800 property updates of a user in an hour are dropped in silence",
    };

    public override bool KeepsProfiles => true;

    protected override AmplitudeSettings Read(SettingsValues values) => new(
        values.Text(CommonFields.ApiKeyName),
        CommonFields.Endpoint(values, "/batch"),
        values.Switch(CommonFields.SendEventsName),
        CommonFields.HashesLongIds(values));

    protected override Mapping Map(EvaluatedEvent happened, AmplitudeSettings settings) => AmplitudeMapper.Map(happened, settings);

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, AmplitudeSettings settings, DateTimeOffset attemptAt) => new()
        {
            Address = settings.Address,
            Gzip = true,
            Body = JsonBytes.WriteBody(records, json =>
            {
                json.WriteStartObject();
                json.WriteString("api_key", settings.ApiKey);
                json.WriteRecords("events", records);
                json.WriteStartObject("options");
                // Source: HTTP V2 API, "min_id_length": ids below 5 characters are removed unless this says otherwise.
                json.WriteNumber("min_id_length", 1);
                json.WriteEndObject();
                json.WriteString("client_upload_time", EventTime.Milliseconds(attemptAt));
                json.WriteEndObject();
            }),
        };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AmplitudeAnswer.Judge(answer, records);
}
