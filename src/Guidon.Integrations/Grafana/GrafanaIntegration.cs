using System.Collections.Immutable;
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

    public override ImmutableArray<IntegrationLevel> Levels => [IntegrationLevel.Project, IntegrationLevel.Organisation];

    public override IntegrationLimits Limits { get; } = new()
    {
        RecordsMax = 1,           // Source: "Annotations HTTP API": one annotation per request.
        BytesMax = int.MaxValue,  // Source: none; texts are bounded one by one.
        AgeMax = TimeSpan.Zero,
        RequestsMax = 1,          // Source: none; changes arrive in order.
    };

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
        Dedupe = "none; the tag `event:<id>` finds doubles",
        TooOld = "none; `time` is the change's in milliseconds",
        Replay = "another annotation with the same tag `event:<id>`",
        Canary = "tag `feature:guidon_canary`",
        Unverified = "the body of a success; whether hosted installations bound texts",
    };

    protected override GrafanaSettings Read(SettingsValues values) =>
        new(values.Text(CommonFields.ApiKeyName), CommonFields.Endpoint(values, "/api/annotations"));

    protected override Mapping Map(ChangeEvent change, GrafanaSettings settings) => Mapping.Mapped(JsonBytes.Write(json =>
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
        new() { Address = settings.Address, Headers = [new("Authorization", "Bearer " + settings.ApiKey)], Body = records[0].Json };

    protected override BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records) => AnswerText.Judge(answer);

    private static IEnumerable<string> Tags(ChangeEvent change)
    {
        yield return Library.Name;
        yield return $"event:{change.Id}";
        yield return $"project:{change.Project.Name}";
        if (change.Environment is { } environment) yield return $"environment:{environment.Name}";
        yield return $"by:{ChangeText.Author(change)}";
        yield return $"feature:{change.Feature.Name}";
        if (change.State is { } state) yield return state.Enabled ? "flag:enabled" : "flag:disabled";
    }
}
