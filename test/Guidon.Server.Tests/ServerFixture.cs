using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>One server with the sample project for all tests of a class that only ask.</summary>
public class ServerFixture : IAsyncLifetime
{
    private GuidonProcess? _server;

    public GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    protected virtual ServerSettings Settings => new();

    public async Task InitializeAsync() => _server = await GuidonProcess.StartAsync(Settings);

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
