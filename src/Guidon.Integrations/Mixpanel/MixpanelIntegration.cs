using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Mixpanel;

/// <summary>Keeps the flags of each user in the Mixpanel profile, and records each evaluation as an event with its own time.</summary>
internal sealed class MixpanelIntegration : Integration<MixpanelSettings>
{
    private static readonly SettingsField s_sendEvents = CommonFields.SendEvents(isDefault: true);

    public override string Name => "mixpanel";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1_000,                  // Source: Ingestion API, 2,000 per request; half of it.
        BytesMax = 1_900_000,                // Source: Ingestion API, 10 MB; its OpenAPI example still says 2 MB.
        AgeMax = TimeSpan.FromSeconds(1),    // Source: none; far below 30,000 events a second per project.
        DedupeWindow = TimeSpan.FromDays(10_000),   // Source: Ingestion API, "$insert_id": at query time, without end.
        RequestsMax = 1,                     // Source: none; a batch holds all identities, so one keeps their order.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("The project token."),
        CommonFields.BaseUrl(
            ["https://api.mixpanel.com", "https://api-eu.mixpanel.com", "https://api-in.mixpanel.com"],
            "The residency of the project; what is sent to the wrong one is accepted and dropped."),
        s_sendEvents,
        CommonFields.Values,
        CommonFields.LongIds,
        DeliverSetting.Field,
    ];

    public override bool KeepsProfiles => true;

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Mixpanel",
        Sends = "`POST /engage` (state: the profile's properties), then `POST /import`, compressed (history: an event \"Flags Evaluated\"); never `/track`",
        Limits = "1,000 of 2,000 records and 1.9 of 10 MB per request; 245 of 254 properties, more make another record; names and texts up to 255 characters, cut visibly; identifiers up to 255, else parked or hashed; reserved names inside `guidon_flags`",
        Dedupe = "history by event, time, `distinct_id` and `$insert_id`, without end, when queried; state has none, and needs none in order",
        TooOld = "history from 1971 on, older is parked; state has no time",
        Replay = "history: nothing is doubled; state: the newest by arrival",
        Canary = "profile and event of `guidon-canary`; readable by export with a service account",
        Unverified = "whether identifiers with 255 equal characters merge; the wrong residency looks like success",
    };

    protected override MixpanelSettings Read(SettingsValues values) => new(
        values.Text(CommonFields.ApiKeyName),
        CommonFields.Endpoint(values, "/engage?strict=1&verbose=1"),
        CommonFields.Endpoint(values, "/import?strict=1"),
        CommonFields.Switch(values, s_sendEvents),
        CommonFields.HashesLongIds(values),
        MixpanelMapper.Rules with { TruthyValuesOnly = CommonFields.IsCompat(values) });

    protected override Mapping Map(EvaluatedEvent happened, MixpanelSettings settings) => MixpanelMapper.Map(happened, settings);

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, MixpanelSettings settings, DateTimeOffset attemptAt)
    {
        var isHistory = records[0].Part == 1;
        return new OutgoingRequest
        {
            Address = isHistory ? settings.Import : settings.Engage,
            Gzip = isHistory,   // the profile endpoint does not take it
            Headers = isHistory ? [BasicAuth.Header(settings.Token)] : [new("Accept", "text/plain")],
            Body = JsonBytes.WriteBody(records, json => json.WriteRecords(null, records)),
        };
    }

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => MixpanelAnswer.Judge(answer, records);
}
