using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Grafana;

/// <summary>Marks each change in Grafana's charts as an annotation of the organisation, at its own time.</summary>
internal sealed class GrafanaIntegration : ChangeIntegration<GrafanaSettings>
{
    private const int TagMax = 100;       // Source: Grafana's schema, table tag: keys and values of 100 characters.
    private const int TextMax = 10_000;   // Source: none; keeps a chart's bubble readable.

    public override string Name => "grafana";

    public override int MapperVersion => 1;

    public override bool CanBeAsked => true;

    public override ImmutableArray<IntegrationLevel> Levels => [IntegrationLevel.Project, IntegrationLevel.Organisation];

    public override IntegrationLimits Limits => IntegrationLimits.OneByOne;   // Source: "Annotations HTTP API": one annotation per request.

    public override ImmutableArray<SettingsField> Fields { get; } =
    [
        CommonFields.BaseUrl([], "The address of the installation."),
        CommonFields.ApiKey("A service account's token with the permission annotations:create.") with { CharactersMax = 200 },
    ];

    public override IntegrationFacts Facts { get; } = new()
    {
        Title = "Grafana",
        Sends = "`POST /api/annotations`: one annotation per audit record with tags for project, environment, feature, author and state; token in `Authorization`",
        Limits = "tags of 100 characters, longer ones end in a hash; texts of 10,000, cut visibly",
        Dedupe = "none; after an attempt without an answer it is asked for the tag `event:<id>` first, if the token may read annotations",
        TooOld = "none; `time` is the change's in milliseconds",
        Replay = "another annotation with the same tag `event:<id>`",
        Canary = "tag `feature:guidon_canary`",
        Unverified = "the body of a success; whether hosted installations bound texts",
    };

    protected override GrafanaSettings Read(SettingsValues values) =>
        new(values.Text(CommonFields.ApiKeyName), CommonFields.Endpoint(values, "/api/annotations"));

    // Annotations stand beside what flags did; who was invited does not.
    protected override Mapping Map(ChangeEvent change, GrafanaSettings settings) => change.Thing is not null ? Mapping.Filtered("not_a_flag") : Mapping.Mapped(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("tags");
        foreach (var tag in Tags(change)) json.WriteStringValue(ChangeText.Named(tag, TagMax));
        json.WriteEndArray();
        json.WriteString("text", ChangeText.Visibly(ChangeText.Sentence(change), TextMax));
        json.WriteNumber("time", change.OccurredAt.ToUnixTimeMilliseconds());
        json.WriteNumber("timeEnd", change.OccurredAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }));

    protected override OutgoingRequest Request(IReadOnlyList<OutgoingRecord> records, GrafanaSettings settings, DateTimeOffset attemptAt) =>
        new() { Address = settings.Address, Headers = [Authorization(settings)], Body = records[0].Json };

    // Source: "Annotations HTTP API", find annotations: tags, from and to in milliseconds.
    protected override OutgoingRequest Question(IReadOnlyList<OutgoingRecord> records, GrafanaSettings settings, DateTimeOffset since)
    {
        var at = records[0].OccurredAt.ToUnixTimeMilliseconds();
        return OutgoingRequest.Question(
            new Uri(settings.Address, string.Create(CultureInfo.InvariantCulture, $"?tags={EventTag(records[0].EventId)}&from={at}&to={at + 1}&limit=1")),
            Authorization(settings));
    }

    protected override IReadOnlySet<Guid>? Known(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        var found = AnswerText.Items(answer);
        if (found is null) return null;
        var tag = EventTag(records[0].EventId);
        var isThere = found.Any(each => AnswerText.Property(each, "tags") is { ValueKind: JsonValueKind.Array } tags && tags.EnumerateArray().Any(one => one.ValueEquals(tag)));
        return isThere ? FrozenSet.Create(records[0].EventId) : FrozenSet<Guid>.Empty;
    }

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AnswerText.Judge(answer);

    private static KeyValuePair<string, string> Authorization(GrafanaSettings settings) => new("Authorization", "Bearer " + settings.ApiKey);

    private static string EventTag(Guid id) => $"event:{id}";

    private static IEnumerable<string> Tags(ChangeEvent change)
    {
        yield return Library.Name;
        yield return EventTag(change.Id);
        yield return $"project:{change.Project.Name}";
        if (change.Environment is { } environment) yield return $"environment:{environment.Name}";
        yield return $"by:{ChangeText.Author(change)}";
        yield return change.Segment is { } segment ? $"segment:{segment.Name}" : $"feature:{change.Feature.Name}";
        if (change.State is { } state) yield return state.Enabled ? "flag:enabled" : "flag:disabled";
    }
}
