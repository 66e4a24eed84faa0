using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>A server with the sample project and an edge in front of it, for a class of tests that change neither.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    private GuidonProcess? _server;
    private GuidonProcess? _edge;

    public GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    public GuidonProcess Edge => _edge ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync()
    {
        _server = await GuidonProcess.StartAsync();
        _edge = await EdgeProcess.StartAsync(_server.Address, config =>
            config["environment_key_pairs"] = new JsonArray(EdgeProcess.Pair(_server.ClientKey, _server.ServerKey)));
        await _edge.UntilProblemAsync(null, _edge.ClientKey);
    }

    public async Task DisposeAsync()
    {
        if (_edge is not null) await _edge.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
