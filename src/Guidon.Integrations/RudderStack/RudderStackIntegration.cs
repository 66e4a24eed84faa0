using System.Collections.Frozen;
using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.RudderStack;

/// <summary>Keeps the flags of each user as traits in RudderStack, one identify call per evaluation.</summary>
internal sealed class RudderStackIntegration : Integration<SourceSettings>
{
    // Source: the official clients refuse messages over 32 KB; the data plane itself does not.
    private static readonly PropertyRules s_rules = new() { BytesMax = 31_000, TextBytesMax = 28_000, NameCharactersMax = 450 };
    private static readonly IdentifierRules s_identifiers = new("RudderStack", int.MaxValue, FrozenSet<string>.Empty);

    public override string Name => "rudderstack";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 500,                    // Source: none; one bad message fails the whole request, so batches stay small.
        BytesMax = 3_000_000,                // Source: rudder-server, maxReqSizeInKB 4,000.
        AgeMax = TimeSpan.FromSeconds(1),    // Source: none.
        RequestsMax = 1,                     // Source: none; a batch holds all identities, so one keeps their order.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("The write key of the source."),
        CommonFields.BaseUrl([], "The address of the data plane."),
        CommonFields.Values,
        DeliverSetting.Field,
    ];

    public override bool KeepsProfiles => true;

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "RudderStack",
        Sends = "`POST /v1/batch`, compressed: one identify call per evaluation, flags in `context.traits`; `sentAt` is new in every attempt",
        Limits = "500 messages and 3 of 4 MB per request; messages of 31 KB, more flags make another; texts over 28,000 bytes cut visibly",
        Dedupe = "`messageId`; off by default, one hour when on: Guidon's own ledger is what keeps duplicates away",
        TooOld = "none; `timestamp` is the evaluation's and wins",
        Replay = "rows again, with the same ids; newest traits win by arrival",
        Canary = "traits of the user `guidon-canary`; visible in the source's live events",
        Unverified = "whether hosted plans deduplicate",
    };

    protected override SourceSettings Read(SettingsValues values) => new(
        values.Text(CommonFields.ApiKeyName),
        CommonFields.Endpoint(values, "/v1/batch"),
        s_rules with { TruthyValuesOnly = CommonFields.IsCompat(values) });

    protected override Mapping Map(EvaluatedEvent happened, SourceSettings settings)
    {
        if (s_identifiers.Refusal(happened, hashesLong: false) is { } refusal) return refusal;
        var pages = FlagProperties.Pages(happened, settings.Rules);
        return Mapping.Mapped([.. pages.Select((page, ordinal) => Identify(happened, page, ordinal))]) with { States = pages.Count };
    }

    protected override OutgoingRequest Request(
        IReadOnlyList<OutgoingRecord> records, SourceSettings settings, DateTimeOffset attemptAt) => new()
        {
            Address = settings.Address,
            Gzip = true,
            Headers = [BasicAuth.Header(settings.WriteKey)],
            Body = TimedBatch.Write(records, attemptAt, "sentAt"),
        };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AnswerText.Judge(answer);

    private static ReadOnlyMemory<byte> Identify(EvaluatedEvent happened, ImmutableArray<FlagProperty> page, int ordinal) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "identify");
            json.WriteString("channel", "server");
            json.WriteString("messageId", RecordId.Of(happened.Id, $"rudderstack:{ordinal}"));
            json.WriteString("userId", happened.Identifier);
            json.WriteString("timestamp", EventTime.Milliseconds(happened.OccurredAt));
            json.WriteString("originalTimestamp", EventTime.Milliseconds(happened.OccurredAt));
            json.WriteStartObject("context");
            json.WriteStartObject("traits");
            FlagProperties.Write(json, page);
            json.WriteEndObject();
            json.WriteLibraryFields();
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
