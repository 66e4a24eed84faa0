using System.Collections.Immutable;
using System.Globalization;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Integrations.Amplitude;

/// <summary>Keeps the flags of each user as user properties in Amplitude, and on wish records each evaluation as an event.</summary>
internal sealed class AmplitudeIntegration : Integration<AmplitudeSettings>
{
    private const string ApiKey = "api_key";
    private const string BaseUrl = "base_url";
    private const string SendEvents = "send_events";
    private const string UnitedStates = "https://api2.amplitude.com";
    private const string EuropeanUnion = "https://api.eu.amplitude.com";

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
        new() { Name = ApiKey, Kind = SettingKind.Secret, Required = true, CharactersMax = 100, Purpose = "The project's API key." },
        new()
        {
            Name = BaseUrl,
            Kind = SettingKind.Address,
            Default = UnitedStates,
            Choices = [UnitedStates, EuropeanUnion],
            Purpose = "The region that holds the project; a key sent to the wrong one is refused.",
        },
        new()
        {
            Name = SendEvents,
            Kind = SettingKind.Switch,
            Default = "false",
            Purpose = "Also record an event \"Flags Evaluated\" per evaluation; counts towards the plan's events.",
        },
    ];

    // Source: HTTP V2 API, "Event deduplication".
    public override string Duplicates =>
        "Records with an insert_id that Amplitude has seen within 7 days are ignored; older ones count again, corrected values do not replace.";

    public override bool KeepsProfiles => true;

    protected override AmplitudeSettings Read(SettingsValues values) => new(
        values.Text(ApiKey),
        new Uri(values.Text(BaseUrl).TrimEnd('/') + "/batch"),
        values.Switch(SendEvents));

    protected override Mapping Map(EvaluatedEvent happened, AmplitudeSettings settings) =>
        AmplitudeMapper.Map(happened, settings.SendEvents);

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, AmplitudeSettings settings, DateTimeOffset attemptAt) => new()
        {
            Address = settings.Address,
            Gzip = true,
            Body = JsonBytes.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("api_key", settings.ApiKey);
                json.WriteStartArray("events");
                foreach (var record in records) json.WriteRawValue(record.Json.Span, skipInputValidation: true);
                json.WriteEndArray();
                json.WriteStartObject("options");
                // Source: HTTP V2 API, "min_id_length": ids below 5 characters are removed unless this says otherwise.
                json.WriteNumber("min_id_length", 1);
                json.WriteEndObject();
                json.WriteString(
                    "client_upload_time", attemptAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }),
        };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AmplitudeAnswer.Judge(answer, records);
}
