using System.Globalization;
using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>Knows what was there, and judges by what receivers took and what the API shows whether anything since then was made by half.</summary>
internal sealed class CrashOracle
{
    // What people see of each kind, and where.
    private static readonly (string Type, string Path)[] s_lists =
    [
        ("FEATURE", "api/v1/projects/1/features/"), ("SEGMENT", "api/v1/projects/1/segments/"), ("ENVIRONMENT", "api/v1/environments/?project=1"),
        ("INVITE", "api/v1/organisations/1/invites/"), ("PROJECT", "api/v1/projects/"), ("DESTINATION", "api/guidon/v1/destinations"),
    ];

    private readonly Dictionary<string, HashSet<int>> _shown;
    private readonly FlagStates _states;
    private readonly long _after;
    private readonly int _source;

    private CrashOracle(Dictionary<string, HashSet<int>> shown, FlagStates states, long after, int source) => (_shown, _states, _after, _source) = (shown, states, after, source);

    internal static async Task<CrashOracle> LookAsync(GuidonProcess server) =>
        new(await ShownAsync(server), await FlagStates.ReadAsync(server, await EnvironmentsAsync(server)), await AuditPages.LastAsync(server), source: 1);

    /// <summary>Judges a server that nobody changes any more and whose events are delivered.</summary>
    internal async Task<int> JudgeAsync(GuidonProcess server, MutationBook book, ToldChanges organisation, ToldChanges environment)
    {
        var records = await AuditPages.ReadAsync(server, _after);
        var groups = RecordGroup.Of(records);
        JudgeRecords(groups, book);
        JudgeEvents(groups, organisation, environment);
        await JudgeListsAsync(server, records);
        Assert.Equal("[]", (await server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/audit/verification")).GetRawText());
        await JudgeStatesAsync(server, records, organisation);
        Assert.Empty(await server.FindingsAsync());
        return groups.Count;
    }

    // A change has all of its records, which nothing else has; what was acknowledged has taken place.
    private static void JudgeRecords(List<RecordGroup> groups, MutationBook book)
    {
        Assert.Empty(book.Refused);
        var taken = groups.ConvertAll(group => group.Key);
        Assert.Empty(taken.GroupBy(key => key).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(taken.Except(book.Sent.Keys));
        Assert.Empty(book.Acknowledged.Except(taken));
    }

    // Every record was told once, and nothing else was; a feature that comes or goes tells of its states by itself.
    private static void JudgeEvents(List<RecordGroup> groups, ToldChanges organisation, ToldChanges environment)
    {
        Assert.Empty(organisation.Different.Concat(environment.Different));
        var recorded = groups.SelectMany(group => group.Records).ToList();
        Assert.Equal(recorded.Select(Line).Order(StringComparer.Ordinal), organisation.Audits.Select(Line).Order(StringComparer.Ordinal));
        var whole = recorded.Where(record => RecordGroup.TypeOf(record) == "FEATURE").Select(record => (At(record), RecordGroup.IdOf(record))).ToHashSet();
        var flags = organisation.Flags.Select(each => (each.At, Place: ToldChanges.PlaceOf(each.Body))).ToList();
        Assert.Equal(
            recorded.Where(record => RecordGroup.TypeOf(record) == "FEATURE_STATE").Select(record => (At(record), RecordGroup.PlaceOf(record, "environment"))).Order(),
            flags.Where(each => !whole.Contains((each.At, each.Place.Feature))).Select(each => (each.At, each.Place.Environment)).Order());
        Assert.Equal(
            organisation.Flags.Where(each => ToldChanges.PlaceOf(each.Body).Environment == 1).Select(each => each.Id).Order(StringComparer.Ordinal),
            environment.Flags.Select(each => each.Id).Order(StringComparer.Ordinal));
    }

    // What is shown is what was there, and what records say that came, without what they say that went.
    private async Task JudgeListsAsync(GuidonProcess server, List<JsonElement> records)
    {
        var shown = await ShownAsync(server);
        foreach (var (type, _) in s_lists)
        {
            var expected = new HashSet<int>(_shown[type]);
            foreach (var record in records.Where(record => RecordGroup.TypeOf(record) == type && (type is not ("FEATURE" or "SEGMENT" or "ENVIRONMENT") || RecordGroup.PlaceOf(record, "project") == 1)))
            {
                if (RecordGroup.ActionOf(record) == "CREATE") expected.Add(RecordGroup.IdOf(record));
                if (RecordGroup.ActionOf(record) == "DELETE") Assert.True(expected.Remove(RecordGroup.IdOf(record)), $"went twice, or never came: {record}");
            }

            Assert.Equal(expected.Order(), shown[type].Order());
        }
    }

    // From what was there, change by change, to what documents and SDKs show now.
    private async Task JudgeStatesAsync(GuidonProcess server, List<JsonElement> records, ToldChanges organisation)
    {
        var steps = organisation.Flags.Select(each => (each.At, each.Body, IsFlag: true))
            .Concat(records.Where(record => RecordGroup.TypeOf(record) == "ENVIRONMENT" && RecordGroup.PlaceOf(record, "project") == 1).Select(record => (At: At(record), Body: record, IsFlag: false)));
        foreach (var step in steps.OrderBy(step => step.At))
        {
            if (step.IsFlag) _states.Apply(step.Body);
            else if (RecordGroup.ActionOf(step.Body) == "CREATE") _states.Copy(_source, RecordGroup.IdOf(step.Body));
            else _states.Remove(RecordGroup.IdOf(step.Body));
        }

        Assert.Empty(_states.Broken);
        var keys = await EnvironmentsAsync(server);
        Assert.Equal(_states.Lines(), (await FlagStates.ReadAsync(server, keys)).Lines());
        foreach (var key in keys) await Eventually.TrueAsync($"SDKs are answered what is stored in {key}", async () => await AnsweredAsync(server, key));
    }

    private async Task<bool> AnsweredAsync(GuidonProcess server, string key)
    {
        var document = await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/environments/{key}/document/");
        var hidden = document.GetProperty("project").GetProperty("server_key_only_feature_ids").EnumerateArray().Select(id => id.GetInt32()).ToHashSet();
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/flags/", key));
        if (!answer.IsSuccessStatusCode) return false;
        var shown = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).EnumerateArray().ToDictionary(flag => flag.GetProperty("feature").GetProperty("id").GetInt32(), FlagStates.Default);
        var expected = _states.Defaults(document.GetProperty("id").GetInt32()).Where(pair => !hidden.Contains(pair.Key)).ToDictionary();
        return expected.Count == shown.Count && expected.All(pair => shown.GetValueOrDefault(pair.Key) == pair.Value);
    }

    private static async Task<Dictionary<string, HashSet<int>>> ShownAsync(GuidonProcess server)
    {
        var shown = new Dictionary<string, HashSet<int>>();
        foreach (var (type, path) in s_lists) shown[type] = [.. (await ItemsAsync(server, path)).Select(each => each.GetProperty("id").GetInt32())];
        return shown;
    }

    private static async Task<string[]> EnvironmentsAsync(GuidonProcess server) => [.. (await ItemsAsync(server, "api/v1/environments/?project=1")).Select(each => each.GetProperty("api_key").GetString() ?? "")];

    private static async Task<IEnumerable<JsonElement>> ItemsAsync(GuidonProcess server, string path)
    {
        var list = await server.ManageAsync(HttpStatusCode.OK, "GET", path);
        return (list.ValueKind == JsonValueKind.Array ? list : list.GetProperty("results")).EnumerateArray();
    }

    private static DateTimeOffset At(JsonElement record) => record.GetProperty("created_date").GetDateTimeOffset();

    // Identities have a pseudonym in records and their name in events.
    private static string Line(JsonElement record)
    {
        var log = record.GetProperty("log").GetString() ?? "";
        if (log.StartsWith("Identity override", StringComparison.Ordinal)) log = "Identity override";
        return string.Create(CultureInfo.InvariantCulture, $"{At(record):O} {RecordGroup.TypeOf(record)} {RecordGroup.IdOf(record)} {record.GetProperty("related_object_uuid")} {RecordGroup.PlaceOf(record, "project")} {RecordGroup.PlaceOf(record, "environment")} {log}");
    }
}
