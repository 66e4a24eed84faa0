using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>The last good documents survive the process, and serve without any upstream.</summary>
public sealed class DiskTests
{
    [Fact]
    public async Task A_cold_start_without_an_upstream_serves_the_last_good_document_traits_and_all()
    {
        var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 4);
        await using var first = await EdgeProcess.StartAsync(upstream.Address);
        await first.UntilVersionAsync(4);
        await first.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", EdgeProcess.ClientKey, """{"identifier":"ann","traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        await first.KillAsync();
        await upstream.DisposeAsync();

        await using var second = await EdgeProcess.StartAsync(upstream.Address, earlier: first);
        Assert.Equal("4", await second.VersionAsync());
        var ann = await second.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=ann", EdgeProcess.ClientKey);
        Assert.Equal("pro", ann.GetProperty("traits")[0].GetProperty("trait_value").GetString());
        await second.UntilProblemAsync("cannot be reached");
        using var document = await second.Http.SendAsync(second.Request(HttpMethod.Get, "api/v1/environment-document/", EdgeProcess.ServerKey));
        Assert.Equal(UpstreamDocument.Of(EdgeProcess.ClientKey, 4), await document.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task After_a_start_the_first_question_has_no_condition_and_a_304_to_it_does_no_harm()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        await using var first = await EdgeProcess.StartAsync(upstream.Address);
        await first.UntilVersionAsync(1);
        await first.KillAsync();
        upstream.Trouble = _ => 304;
        await using var second = await EdgeProcess.StartAsync(upstream.Address, earlier: first);
        await second.UntilProblemAsync("without a condition");
        Assert.Equal("1", await second.VersionAsync());
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 2);
        upstream.Trouble = _ => null;
        await second.UntilVersionAsync(2);
    }

    [Fact]
    public async Task Kills_while_documents_are_written_never_leave_half_of_one()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var upstream = await ScriptedUpstream.StartAsync();
        var version = 0;
        // A new document for every poll, large enough to be written in many pages.
        var padding = $"[{string.Join(',', Enumerable.Range(0, 400).Select(i => UpstreamDocument.Override(EdgeProcess.ClientKey, $"user-{i}", "x")))}]";
        upstream.Trouble = _ => new Reply(200, UpstreamDocument.Of(EdgeProcess.ClientKey, ++version, padding));
        var edge = await EdgeProcess.StartAsync(upstream.Address);
        var served = 0;
        for (var kill = 0; kill < 8; kill++)
        {
            var wanted = served + random.Next(1, 6);
            await Eventually.TrueAsync($"documents come (seed {seed})", async () => int.Parse(await edge.VersionAsync() ?? "0") >= wanted);
            served = int.Parse(await edge.VersionAsync() ?? "0");
            await edge.KillAsync();
            await using var killed = edge;
            // What was served was stored before: nobody sees older flags after a restart, even with an upstream that is gone.
            edge = await EdgeProcess.StartAsync(new Uri("http://127.0.0.1:1"), earlier: killed);
            var fromDisk = int.Parse(await edge.VersionAsync() ?? "0");
            Assert.True(fromDisk >= served, $"seed {seed}: {served} was served, {fromDisk} came back");
            served = fromDisk;
            await edge.KillAsync();
            await using var offline = edge;
            edge = await EdgeProcess.StartAsync(upstream.Address, earlier: offline);
        }

        await edge.DisposeAsync();
    }

    [Fact]
    public async Task A_pair_that_is_no_longer_configured_is_not_served_from_disk()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        upstream.Documents["ser.two"] = UpstreamDocument.Of("client-two", 1);
        await using var first = await EdgeProcess.StartAsync(upstream.Address, config => config["environment_key_pairs"]!.AsArray().Add(EdgeProcess.Pair("client-two", "ser.two")));
        await first.UntilVersionAsync(1, "client-two");
        await first.UntilVersionAsync(1);
        await first.KillAsync();
        await using var second = await EdgeProcess.StartAsync(new Uri("http://127.0.0.1:1"), earlier: first);
        Assert.Equal("1", await second.VersionAsync());
        await second.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", "client-two");
        await second.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/flags/", "ser.two");
    }

    [Fact]
    public async Task What_is_on_disk_is_for_its_owner_only()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Documents[EdgeProcess.ServerKey] = UpstreamDocument.Of(EdgeProcess.ClientKey, 1);
        await using var edge = await EdgeProcess.StartAsync(upstream.Address);
        await edge.UntilVersionAsync(1);
        if (OperatingSystem.IsWindows()) return;   // there the folder says who may read
        foreach (var file in Directory.GetFiles(edge.Folder, "guidon.db*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_server_and_an_edge_refuse_each_others_folder()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.KillAsync();
        var onServers = await Assert.ThrowsAsync<InvalidOperationException>(() => EdgeProcess.StartAsync(server.Address, earlier: server));
        Assert.Contains("belongs to a server", onServers.Message);

        await using var edge = await EdgeProcess.StartAsync(new Uri("http://127.0.0.1:1"));
        await edge.KillAsync();
        var onEdges = await Assert.ThrowsAsync<InvalidOperationException>(() => GuidonProcess.StartAsync(new ServerSettings { Folder = edge.Folder }));
        Assert.Contains("belongs to an edge", onEdges.Message);
    }
}
