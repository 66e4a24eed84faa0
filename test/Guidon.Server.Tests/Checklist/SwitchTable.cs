using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>One server with an environment per setting of the switches.</summary>
public sealed class SwitchTable : IAsyncLifetime
{
    /// <summary>The identity that sees <c>new_dashboard</c> on and <c>dark_mode</c> off.</summary>
    public const string Overridden = "overridden";

    private GuidonProcess? _server;

    public GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    /// <summary>Ids of features by name; the same in every environment.</summary>
    public Dictionary<string, int> Features { get; } = [];

    public async Task InitializeAsync()
    {
        var environments = Switches.All.Select(switches => switches.Environment).ToList();
        environments.Add(new PreparedEnvironment("remember", document =>
        {
            foreach (var state in PreparedEnvironment.States(document)) Features[state["feature"]!["name"]!.GetValue<string>()] = state["feature"]!["id"]!.GetValue<int>();
        }));
        _server = await PreparedInstallation.StartAsync(environments);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
