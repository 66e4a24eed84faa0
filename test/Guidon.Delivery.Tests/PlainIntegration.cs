using System.Collections.Immutable;
using System.Text;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Delivery.Tests;

/// <summary>An integration without a vendor: posts a JSON array of identifiers, in batches of a chosen size.</summary>
public sealed class PlainIntegration(int recordsMax = 100) : Integration<Uri>
{
    public Func<EvaluatedEvent, Mapping> Mapper { get; set; } = happened =>
        Mapping.Mapped(Encoding.UTF8.GetBytes($"\"{happened.Identifier}\""));

    public Func<Answer, IReadOnlyList<OutgoingRecord>, BatchVerdict> Reader { get; set; } = (answer, _) => StatusVerdict.Of(answer);

    public TimeSpan DedupeWindow { get; init; }

    public double? RecordsPerSecond { get; init; }

    public override string Name => "plain";

    public int Version { get; set; } = 1;

    public TimeSpan? Oldest { get; init; }

    public bool IsProfile { get; init; }

    /// <summary>Whose record its requests have not, as a bug would.</summary>
    public string LeavesOut { get; init; } = "";

    public override int MapperVersion => Version;

    public override TimeSpan? AgeMax => Oldest;

    public override bool KeepsProfiles => IsProfile;

    public override IntegrationLimits Limits => new()
    {
        RecordsMax = recordsMax,
        BytesMax = 1_000_000,
        AgeMax = TimeSpan.Zero,
        RequestsMax = recordsMax == 1 ? 8 : 1,
        RecordsPerSecondMax = RecordsPerSecond,
        DedupeWindow = DedupeWindow,
    };

    public override ImmutableArray<SettingsField> Fields { get; } =
        [new() { Name = "url", Kind = SettingKind.Address, Required = true, Purpose = "Where to." }];

    protected override Uri Read(SettingsValues values) => new(values.Text("url"));

    protected override Mapping Map(EvaluatedEvent happened, Uri settings) => Mapper(happened);

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, Uri settings, DateTimeOffset attemptAt) => new()
    {
        Address = settings,
        Body = Encoding.UTF8.GetBytes($"[{string.Join(',', records.Where(record => record.Identifier != LeavesOut).Select(record => Encoding.UTF8.GetString(record.Json.Span)))}]"),
        Headers = [new("webhook-id", records[0].EventId.ToString())],
    };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => Reader(answer, records);
}
