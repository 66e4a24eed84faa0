using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Guidon.Server.Tests.Transfers;

namespace Guidon.Server.Tests.Crashes;

/// <summary>
/// What authors find: the sample project with three environments and three audiences, and for each author a feature of many parts, a plain one, and an
/// identity with a state of its own.
/// </summary>
public sealed class CrashWorld
{
    public const int Authors = 3;

    private CrashWorld(string[] environments, int[] segments, AuthorsThings[] things, JsonObject file, string imported)
    {
        (Environments, Segments, Things, File, Imported) = (environments, segments, things, file, imported);
    }

    /// <summary>Client-side keys. The first one is the sample project's.</summary>
    public string[] Environments { get; }

    public int[] Segments { get; }

    public AuthorsThings[] Things { get; }

    /// <summary>A whole project, to be imported under other names.</summary>
    public JsonObject File { get; }

    /// <summary>What an import of it leaves in the audit log when nothing disturbs it.</summary>
    public string Imported { get; }

    public static async Task<CrashWorld> PrepareAsync(GuidonProcess server, MutationBook book)
    {
        string[] environments = [server.ClientKey, await CloneAsync("second"), await CloneAsync("third")];
        int[] segments = [await SegmentAsync("one"), await SegmentAsync("two"), await SegmentAsync("three")];
        var things = new AuthorsThings[Authors];
        for (var author = 0; author < Authors; author++) things[author] = await AuthorsThings.MakeAsync(server, author);
        foreach (var (environment, thing) in environments.SelectMany(_ => things, (environment, thing) => (environment, thing)))
            await server.ManageAsync(HttpStatusCode.OK, "PUT", thing.PartsPath(environment), JsonSerializer.Serialize(thing.Parts(segments, book.NextTag(), 7)));
        var file = await server.ExportAsync(1);
        var before = await AuditPages.LastAsync(server);
        await server.ImportAsync(Named(file, book.NextTag()));
        return new CrashWorld(environments, segments, things, file, RecordGroup.Of(await AuditPages.ReadAsync(server, before)).Single().Shape);

        async Task<string> CloneAsync(string name) =>
            (await server.ManageAsync(HttpStatusCode.OK, "POST", $"api/v1/environments/{server.ClientKey}/clone/", $$"""{"name":"{{name}}"}""")).GetProperty("api_key").GetString() ?? "";

        async Task<int> SegmentAsync(string name) =>
            (await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/segments/", JsonSerializer.Serialize(Segment($"audience {name}")))).GetProperty("id").GetInt32();
    }

    /// <summary>The body that makes a segment.</summary>
    public static object Segment(string name) => new
    {
        name,
        rules = new[] { new { type = "ALL", rules = new[] { new { type = "ANY", rules = Array.Empty<object>(), conditions = new[] { new { @operator = "EQUAL", property = "plan", value = name } } } }, conditions = Array.Empty<object>() } },
    };

    /// <summary>The file as a project of another name.</summary>
    public static string Named(JsonObject file, string tag)
    {
        var named = file.DeepClone().AsObject();
        (named["project"]!["name"], named["project"]!["uuid"]) = (string.Create(CultureInfo.InvariantCulture, $"brought-{tag}"), null);
        return named.ToJsonString();
    }
}
