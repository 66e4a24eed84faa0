using System.Collections.Frozen;
using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.SegmentIo;

/// <summary>Keeps the flags of each user as traits in Segment, one identify call per evaluation.</summary>
internal sealed class SegmentIoIntegration : Integration<SourceSettings>
{
    // Source: HTTP API, "Max request size": 32 KB per message. What is left over is for ids, times and the library.
    private static readonly PropertyRules s_rules = new() { BytesMax = 31_000, TextBytesMax = 28_000, NameCharactersMax = 450 };
    private static readonly IdentifierRules s_identifiers = new("Segment", int.MaxValue, FrozenSet<string>.Empty);

    public override string Name => "segment";

    public override int MapperVersion => 1;

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 500,                    // Source: HTTP API, "Batch": beyond 2,500 the answer is 200 and the batch is dropped.
        BytesMax = 450_000,                  // Source: HTTP API, "Batch": 500 KB per request.
        AgeMax = TimeSpan.FromSeconds(1),    // Source: none; far below 1,000 requests a second per workspace.
        DedupeWindow = TimeSpan.FromHours(24),   // Source: "Best practices", deduplication: at least 24 hours.
        RequestsMax = 1,                     // Source: none; a batch holds all identities, so one keeps their order.
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.ApiKey("The write key of the source."),
        CommonFields.BaseUrl(
            ["https://api.segment.io/", "https://events.eu1.segmentapis.com/"],
            "The region of the workspace; what is sent to the wrong one is accepted and dropped."),
        DeliverSetting.Field,
    ];

    public override bool KeepsProfiles => true;

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Segment",
        Sends = "`POST /v1/batch`: one identify call per evaluation, flags as traits; `sentAt` is new in every attempt",
        Limits = "500 of 2,500 messages and 450 of 500 KB per request; messages of 31 of 32 KB, more flags make another; texts over 28,000 bytes cut visibly",
        Dedupe = "`messageId`, at least 24 hours, about 99 %",
        TooOld = "none known; `timestamp` is the evaluation's",
        Replay = "the same ids: deduplicated within a day, later ones are new rows; newest traits win by arrival",
        Canary = "traits of the user `guidon-canary`; visible in the source's debugger",
        Unverified = "hosted 429 thresholds, keys of the other region; a wrong key, missing ids and the wrong region all look like success",
    };

    protected override SourceSettings Read(SettingsValues values) =>
        new(values.Text(CommonFields.ApiKeyName), CommonFields.Endpoint(values, "/v1/batch"), s_rules);

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
            Headers = [BasicAuth.Header(settings.WriteKey)],
            Body = TimedBatch.Write(records, attemptAt, "sentAt", ("writeKey", settings.WriteKey)),
        };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) =>
        answer.Status == 200 && AnswerText.Property(AnswerText.Object(answer), "success").ValueKind == System.Text.Json.JsonValueKind.False
            ? BatchVerdict.Retry("not_taken")
            : AnswerText.Judge(answer);

    private static ReadOnlyMemory<byte> Identify(EvaluatedEvent happened, ImmutableArray<FlagProperty> page, int ordinal) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "identify");
            json.WriteString("messageId", RecordId.Of(happened.Id, $"segment:{ordinal}"));
            json.WriteString("userId", happened.Identifier);
            json.WriteString("timestamp", EventTime.Milliseconds(happened.OccurredAt));
            json.WriteStartObject("traits");
            FlagProperties.Write(json, page);
            json.WriteEndObject();
            json.WriteLibrary();
            json.WriteEndObject();
        });
}
