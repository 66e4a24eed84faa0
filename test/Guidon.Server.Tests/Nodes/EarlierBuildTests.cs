using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Nodes;

/// <summary>The build before the newest step of the schema, beside this one and before it: an upgrade of one node after the other, and the way back.</summary>
[Trait("Category", "Nightly")]
public sealed class EarlierBuildTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_build_before_serves_beside_this_one_and_never_starts_on_a_newer_schema()
    {
        using var earlier = await EarlierBuild.MakeAsync();
        output.WriteLine($"{earlier.Commit} does not know {earlier.Step}");
        await BesideAsync(earlier);
        await AfterAsync(earlier);
    }

    // On one PostgreSQL: the older node is there, the newer one brings the schema further, and both do everything.
    private async Task BesideAsync(EarlierBuild earlier)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => request.Text.Contains("\"refused", StringComparison.Ordinal) ? 400 : 200;
        await using var older = await GuidonProcess.StartAsync(ServerSettings.OnPostgres() with { Program = earlier.Program });
        var versions = await older.SqlAsync("SELECT MAX(version) FROM schema_version");
        await using var newer = await GuidonProcess.StartAsync(ServerSettings.Beside(older));
        Assert.NotEqual(versions, await older.SqlAsync("SELECT MAX(version) FROM schema_version"));
        await older.CreateAsync("webhook", new { url = receiver.Address });
        await older.SetModeAsync("strict");
        foreach (var (one, other) in ((GuidonProcess, GuidonProcess)[])[(older, newer), (newer, older)])
        {
            var name = one == older ? "older" : "newer";
            await Eventually.TrueAsync("it captures", async () => await one.LedgerAsync("webhook", "accepted") is var accepted && await CapturesAsync(one, $"{name}-capture", accepted));
            await ChangesAsync(one, other, name);
            await PeopleAsync(one, other, name);
            await DeliveriesAsync(one, other, name, receiver);
        }

        Assert.Equal(0, (await newer.DrainAsync("webhook")).GetProperty("residual").GetInt64());
        foreach (var node in (GuidonProcess[])[older, newer])
        {
            Assert.Equal("[]", (await node.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/audit/verification")).GetRawText());
            Assert.Empty(await node.FindingsAsync());
        }

        await newer.KillAsync();
        await older.EvaluateAsync("after-the-kill");
        await older.DrainAsync("webhook");
        Assert.Contains(receiver.Requests, request => request.Text.Contains("after-the-kill", StringComparison.Ordinal));
        await older.StopAsync();
        await RefusedAsync(earlier, older);
    }

    // On a file: what the older build wrote is there, and it refuses what the newer one made of it, byte by byte as it was.
    private static async Task AfterAsync(EarlierBuild earlier)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = request => request.Text.Contains("\"refused", StringComparison.Ordinal) ? 400 : 200;
        await using var older = await GuidonProcess.StartAsync(new ServerSettings { Program = earlier.Program });
        await older.CreateAsync("webhook", new { url = receiver.Address });
        await older.EvaluateAsync("refused-before");
        await older.DrainAsync("webhook");
        await older.ChangeTextAsync("banner_text", "of the older");
        await older.StopAsync();
        await using (var newer = await GuidonProcess.StartAsync(ServerSettings.Again(older)))
        {
            Assert.Equal("of the older", (await newer.ReadFlagAsync("banner_text")).Text);
            Assert.Equal(1, await newer.LedgerAsync("webhook", "parked"));
            await ChangesAsync(newer, newer, "newer");
            await PeopleAsync(newer, newer, "newer");
            await DeliveriesAsync(newer, newer, "newer", receiver);
            Assert.Equal("[]", (await newer.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/audit/verification")).GetRawText());
            Assert.Empty(await newer.FindingsAsync());
            await newer.StopAsync();
        }

        var before = await File.ReadAllBytesAsync(Path.Combine(older.Folder, "guidon.db"));
        await RefusedAsync(earlier, older);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(older.Folder, "guidon.db")));
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(older));
        Assert.Empty(await again.FindingsAsync());
    }

    private static async Task RefusedAsync(EarlierBuild earlier, GuidonProcess stopped)
    {
        string[] shared = stopped.Database is { } database ? ["--database", database] : [];
        var (code, _, errors) = await GuidonProcess.RunAsync(["serve", "--data", stopped.Folder, "--urls", "http://127.0.0.1:0", .. shared], program: earlier.Program);
        Assert.Equal(1, code);
        Assert.Contains("this build knows versions up to", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    // Flags, features, segments and identities: written at one, seen at the other.
    private static async Task ChangesAsync(GuidonProcess one, GuidonProcess other, string name)
    {
        await one.ChangeTextAsync("banner_text", $"by the {name}");
        await Eventually.TrueAsync("the other serves it", async () => (await other.ReadFlagAsync("banner_text")).Text == $"by the {name}");
        var feature = await one.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", $$"""{"name":"of_{{name}}","initial_value":"new","multivariate_options":[{"type":"unicode","string_value":"v","default_percentage_allocation":10}]}""");
        var segment = await one.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/segments/", $$"""{"name":"of_{{name}}","rules":[{"type":"ALL","rules":[],"conditions":[{"operator":"EQUAL","property":"plan","value":"{{name}}"}]}]}""");
        await other.ManageAsync(HttpStatusCode.OK, "PATCH", await other.FlagPathAsync("banner_text"), $$"""{"segment_overrides":[{"segment":{"id":{{segment.GetProperty("id")}} },"value":{"type":"string","value":"for {{name}}"} }]}""");
        await Eventually.TrueAsync("both serve the feature", async () => (await one.ReadFlagAsync($"of_{name}")).Text == "new" && (await other.ReadFlagAsync($"of_{name}")).Text == "new");
        var identities = $"api/v1/environments/{one.ClientKey}/identities/";
        var identity = (await one.ManageAsync(HttpStatusCode.Created, "POST", identities, $$"""{"identifier":"made-by-{{name}}"}""")).GetProperty("id");
        Assert.Equal(1, (await other.ManageAsync(HttpStatusCode.OK, "GET", $"{identities}?q=MADE-BY-{name}")).GetProperty("count").GetInt32());
        await other.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{identities}{identity}/");
        await other.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/1/segments/{segment.GetProperty("id")}/");
        await other.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/1/features/{feature.GetProperty("id")}/");
    }

    // Invites, and master keys: made at one, used and revoked at the other.
    private static async Task PeopleAsync(GuidonProcess one, GuidonProcess other, string name)
    {
        await one.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/organisations/1/invite/", $$"""{"emails":["{{name}}@example.org"]}""");
        var invites = await other.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/organisations/1/invites/");
        var invite = invites.GetProperty("results").EnumerateArray().Single(each => each.GetProperty("email").GetString() == $"{name}@example.org");
        await other.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/organisations/1/invites/{invite.GetProperty("id")}/");
        var person = await one.SignInAsync();   // no key makes a key
        var key = await one.AskAsync(HttpStatusCode.Created, person, "POST", "api/v1/organisations/1/master-api-keys/", new { name, is_admin = true });
        var authorization = $"Api-Key {key.GetProperty("key").GetString()}";
        await other.AskAsync(HttpStatusCode.OK, authorization, "GET", "api/v1/projects/");
        await other.AskAsync(HttpStatusCode.NoContent, person, "DELETE", $"api/v1/organisations/1/master-api-keys/{key.GetProperty("prefix").GetString()}/");
        await Eventually.TrueAsync("it is refused", async () =>
        {
            using var answer = await one.SendAsync(authorization, "GET", "api/v1/projects/");
            return answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        });
    }

    // Accepted at one, parked, tried again at the other, replayed, erased.
    private static async Task DeliveriesAsync(GuidonProcess one, GuidonProcess other, string name, RecordingReceiver receiver)
    {
        await one.EvaluateAsync($"refused-{name}", """[{"trait_key":"plan","trait_value":"pro"}]""");
        await one.EvaluateAsync($"taken-{name}");
        await other.DrainAsync("webhook");
        Assert.Contains(receiver.Requests, request => request.Text.Contains($"taken-{name}", StringComparison.Ordinal));
        var parked = Assert.Single((await other.GetAsync($"parked?identity=refused-{name}")).GetProperty("results").EnumerateArray());
        var refuse = receiver.Answer;
        receiver.Answer = _ => 200;
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync($"parked/{parked.GetProperty("id").GetString()}/retry", new { })).Status);
        await one.DrainAsync("webhook");
        var destination = (await one.DestinationAsync("webhook")).GetProperty("id").GetInt32();
        var done = await other.DoneAsync(await one.ReplayAsync(new { destination, mode = "remap_all", filter = new { identity = $"refused-{name}" } }));
        Assert.Equal(1, done.Count("delivered"));
        receiver.Answer = refuse;
        await one.ManageAsync(HttpStatusCode.OK, "DELETE", $"api/guidon/v1/environments/{one.ClientKey}/identities/refused-{name}");
        Assert.Equal(0, (await other.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/environments/{other.ClientKey}/identities/?q=refused-{name}")).GetProperty("count").GetInt32());
    }

    private static async Task<bool> CapturesAsync(GuidonProcess node, string identity, long accepted)
    {
        await node.EvaluateAsync(identity);
        return await node.LedgerAsync("webhook", "accepted") > accepted;
    }
}
