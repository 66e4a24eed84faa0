using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>An edge in front of a real server answers as that server does, for raw requests and for the official SDK.</summary>
public sealed class EdgeOfGuidonTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private GuidonProcess Server => fixture.Server;

    private GuidonProcess Edge => fixture.Edge;

    [Theory]
    [InlineData("api/v1/flags/", false)]
    [InlineData("api/v1/flags/", true)]
    [InlineData("api/v1/identities/?identifier=guidon-demo", false)]
    [InlineData("api/v1/identities/?identifier=someone", true)]
    [InlineData("api/v1/environment-document/", true)]
    public async Task Body_and_headers_are_the_upstreams(string path, bool serverSide)
    {
        var key = serverSide ? Edge.ServerKey : Edge.ClientKey;
        using var ofServer = await Server.Http.SendAsync(Server.Request(HttpMethod.Get, path, key));
        using var ofEdge = await Edge.Http.SendAsync(Edge.Request(HttpMethod.Get, path, key));
        Assert.Equal(HttpStatusCode.OK, ofEdge.StatusCode);
        Assert.Equal(await ofServer.Content.ReadAsStringAsync(), await ofEdge.Content.ReadAsStringAsync());
        Assert.Equal(Written(ofServer), Written(ofEdge));
    }

    [Fact]
    public async Task A_client_side_key_gets_no_document() => await Edge.ExpectAsync(HttpStatusCode.Forbidden, "GET", "api/v1/environment-document/", Edge.ClientKey);

    [Fact]
    public async Task Its_tag_is_used_and_confirms() => await Edge.UntilProblemAsync(null, Edge.ClientKey);

    [Fact]
    public async Task A_change_at_the_server_comes_through_its_stream()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var edge = await EdgeProcess.StartAsync(server.Address, config =>
        {
            config["environment_key_pairs"] = new JsonArray(EdgeProcess.Pair(server.ClientKey, server.ServerKey));
            config["api_poll_frequency_seconds"] = 3_600;
        });
        await edge.UntilProblemAsync(null, edge.ClientKey);
        await Eventually.TrueAsync("it listens", () => edge.Output.Contains("Listening to changes", StringComparison.Ordinal));
        await server.ChangeTextAsync("banner_text", "through the stream");
        await Eventually.TrueAsync("the change is there", async () => (await edge.ReadFlagAsync("banner_text")).Text == "through the stream");
        Assert.Equal(await server.ReadFlagAsync("banner_text"), await edge.ReadFlagAsync("banner_text"));
        await edge.StopAsync();
        edge.ExpectWholeData(edge.Database);   // it has documents without rows
    }

    [Fact]
    public async Task There_is_no_way_to_change_flags_or_destinations_beside_upstream_and_configuration()
    {
        using var answer = await Edge.Management.GetAsync($"api/v1/environments/{Edge.ClientKey}/integrations/webhook/");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var flags = await Edge.Management.GetAsync("api/v1/projects/1/features/");
        Assert.Equal(HttpStatusCode.NotFound, flags.StatusCode);
        Assert.DoesNotContain("side key:", Edge.Output);
    }

    [Fact]
    [Trait("Category", "External")]
    public async Task The_node_sdk_reads_the_same_through_the_edge_remotely()
    {
        var traits = new { plan = "pro", age = 30, beta = true };
        var ofServer = await SdkProgram.AskAsync("node-remote.mjs", Server, "edge-remote", traits);
        var ofEdge = await SdkProgram.AskAsync("node-remote.mjs", Edge, "edge-remote", traits);
        Assert.True(JsonElement.DeepEquals(ofServer, ofEdge), $"server {ofServer}\nedge {ofEdge}");
    }

    [Fact]
    [Trait("Category", "External")]
    public async Task The_node_sdk_reads_the_same_through_the_edge_locally()
    {
        var traits = new { plan = "pro", age = 30, beta = true };
        var ofServer = await SdkProgram.AskAsync("node-local.mjs", Server, "guidon-demo", traits);
        var ofEdge = await SdkProgram.AskAsync("node-local.mjs", Edge, "guidon-demo", traits);
        Assert.True(JsonElement.DeepEquals(ofServer, ofEdge), $"server {ofServer}\nedge {ofEdge}");
    }

    private static string Written(HttpResponseMessage answer) =>
        string.Join('\n', ((string[])["X-Flagsmith-Document-Updated-At", "ETag", "Vary"]).Select(name => $"{name}: {string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : [])}"))
        + $"\nLast-Modified: {answer.Content.Headers.LastModified}";
}
