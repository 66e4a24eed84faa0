using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.PostHog;

/// <summary>Keeps the flags of each person as person properties in PostHog, and on wish records each evaluation as an event.</summary>
internal sealed class PostHogIntegration : Integration<PostHogSettings>
{
    // Source: the capture service cuts a distinct_id after 200 characters, and refuses single events over 1 MB.
    private static readonly IdentifierRules s_identifiers = new("PostHog", 200, FrozenSet<string>.Empty);
    private static readonly PropertyRules s_rules = new() { BytesMax = 500_000, TextBytesMax = 400_000 };

    public override string Name => "posthog";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 500,                    // Source: none; the official client sends 100 at a time.
        BytesMax = 10_000_000,               // Source: capture API, 20 MB per request; half of it.
        AgeMax = TimeSpan.FromSeconds(1),    // Source: none.
        RequestsMax = 1,                     // Source: none; a batch holds all identities, so one keeps their order.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("The project API key; begins with phc_."),
        CommonFields.BaseUrl(["https://us.i.posthog.com", "https://eu.i.posthog.com"], "The region of the project, or one's own installation."),
        CommonFields.SendEvents(isDefault: false),
        CommonFields.LongIds,
        DeliverSetting.Field,
    ];

    public override bool KeepsProfiles => true;

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "PostHog",
        Sends = "`POST /batch/`, compressed: one `$set` event per evaluation; with `send_events` also \"Flags Evaluated\" with `$feature/<flag>`",
        Limits = "500 events and 10 of 20 MB per request; identifiers up to 200 characters, else parked or hashed; texts over 400,000 bytes cut visibly",
        Dedupe = "`uuid` together with event, time and person; when its store merges rows",
        TooOld = "none; `timestamp` is the evaluation's",
        Replay = "the same uuids: merged; the newest `$set` wins by arrival",
        Canary = "person `guidon-canary`; readable with a personal API key",
        Unverified = "when equal uuids are merged; quotas of hosted plans",
    };

    protected override PostHogSettings Read(SettingsValues values) => new(
        values.Text(CommonFields.ApiKeyName),
        CommonFields.Endpoint(values, "/batch/"),
        values.Switch(CommonFields.SendEventsName),
        CommonFields.HashesLongIds(values));

    protected override Mapping Map(EvaluatedEvent happened, PostHogSettings settings)
    {
        if (s_identifiers.Refusal(happened, settings.HashesLongIds) is { } refusal) return refusal;
        var pages = FlagProperties.Pages(happened, s_rules);
        var records = pages.Select((page, ordinal) => Record(happened, "$set", ordinal, page));
        if (settings.SendEvents)
            records = records.Concat(pages.Select((page, ordinal) => Record(happened, "Flags Evaluated", pages.Count + ordinal, page)));
        return Mapping.Mapped([.. records]) with { States = pages.Count };
    }

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, PostHogSettings settings, DateTimeOffset attemptAt) => new()
        {
            Address = settings.Address,
            Gzip = true,
            Body = TimedBatch.Write(records, attemptAt, "sent_at", ("api_key", settings.ApiKey)),
        };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        // A project over its quota is told so with a success, and its events are dropped.
        var isOverQuota = answer.Status == 200
            && AnswerText.Property(AnswerText.Object(answer), "quota_limited") is { ValueKind: JsonValueKind.Array } limited && limited.GetArrayLength() > 0;
        return isOverQuota ? BatchVerdict.Retry("over_quota") : AnswerText.Judge(answer);
    }

    private static ReadOnlyMemory<byte> Record(EvaluatedEvent happened, string type, int ordinal, ImmutableArray<FlagProperty> page) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("event", type);
            json.WriteString("distinct_id", s_identifiers.IdOf(happened));
            json.WriteString("timestamp", EventTime.Milliseconds(happened.OccurredAt));
            json.WriteString("uuid", RecordId.Of(happened.Id, $"posthog:{ordinal}"));
            json.WriteStartObject("properties");
            json.WriteString("$lib", Library.Name);
            json.WriteBoolean("$geoip_disable", true);   // the request comes from this server, not from the person
            if (type == "$set") json.WriteStartObject("$set");
            FlagProperties.Write(json, page, type == "$set" ? "" : "$feature/");
            if (type == "$set") json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
