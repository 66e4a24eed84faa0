using System.Text.Json.Nodes;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>One server with environments of the shapes that rows ask for.</summary>
public sealed class ShapedServer : IAsyncLifetime
{
    /// <summary>Without features.</summary>
    public static PreparedEnvironment Empty { get; } = new("empty", document =>
    {
        document["feature_states"] = new JsonArray();
        document["identity_overrides"] = new JsonArray();
        document["project"]!["segments"] = new JsonArray();
    });

    /// <summary>A value of every JSON type.</summary>
    public static PreparedEnvironment Values { get; } = new("values", document =>
    {
        foreach (var (feature, value) in new (string, JsonNode?)[] { ("dark_mode", null), ("new_dashboard", true), ("old_search", ""), ("banner_text", "1"), ("page_size", 20) })
        {
            PreparedEnvironment.State(document, feature)["feature_state_value"] = value;
        }
    });

    /// <summary>Documents for SDKs leave identity overrides out.</summary>
    public static PreparedEnvironment WithoutOverrides { get; } = new("without-overrides", document => document["use_identity_overrides_in_local_eval"] = false);

    /// <summary>5,000 identities with overrides.</summary>
    public static PreparedEnvironment Crowded { get; } = new("crowded", document =>
    {
        var overrides = document["identity_overrides"]!.AsArray();
        for (var i = 1; i < 5_000; i++)
        {
            var next = overrides[0]!.DeepClone().AsObject();
            next["identifier"] = $"crowd-{i}";
            overrides.Add(next);
        }
    });

    private GuidonProcess? _server;

    public GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => _server = await PreparedInstallation.StartAsync([Empty, Values, WithoutOverrides, Crowded]);

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
