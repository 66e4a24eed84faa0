using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Upstream;

/// <summary>Starts <c>guidon edge</c> with a configuration, and asks it what tests want to know.</summary>
public static class EdgeProcess
{
    public const string ClientKey = "client-one";
    public const string ServerKey = "ser.one";

    /// <summary>Starts an edge that polls ten times a second.</summary>
    /// <param name="upstream">Without its path.</param>
    /// <param name="change">Edits the configuration.</param>
    /// <param name="earlier">An edge whose folder and port are used again.</param>
    /// <param name="variables">Of the process.</param>
    public static async Task<GuidonProcess> StartAsync(
        Uri upstream, Action<JsonObject>? change = null, GuidonProcess? earlier = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var folder = earlier?.Folder ?? Directory.CreateTempSubdirectory("guidon-edge-").FullName;
        var config = Config(upstream);
        change?.Invoke(config);
        var path = Path.Combine(folder, "config.json");
        await File.WriteAllTextAsync(path, config.ToJsonString());
        var pair = config["environment_key_pairs"]![0]!;
        return await GuidonProcess.StartAsync(new ServerSettings
        {
            Verb = "edge",
            Folder = folder,
            Port = earlier?.Address.Port,
            Arguments = ["--config", path],
            Variables = variables ?? new Dictionary<string, string>(),
            ClientKey = pair["client_side_key"]!.GetValue<string>(),
            ServerKey = pair["server_side_key"]!.GetValue<string>(),
        });
    }

    public static JsonObject Config(Uri upstream) => new()
    {
        ["environment_key_pairs"] = new JsonArray(Pair(ClientKey, ServerKey)),
        ["api_url"] = new Uri(upstream, "api/v1").ToString(),
        ["api_poll_frequency_seconds"] = 0.1,
    };

    public static JsonObject Pair(string clientKey, string serverKey) => new() { ["client_side_key"] = clientKey, ["server_side_key"] = serverKey };

    /// <summary>The value of the one flag; null while there are no flags.</summary>
    public static async Task<string?> VersionAsync(this GuidonProcess edge, string key = ClientKey)
    {
        var (status, flags) = await edge.AskAsync("GET", "api/v1/flags/", key);
        if (status == HttpStatusCode.ServiceUnavailable) return null;
        Assert.Equal(HttpStatusCode.OK, status);
        return flags[0].GetProperty("feature_state_value").GetString();
    }

    public static Task UntilVersionAsync(this GuidonProcess edge, int version, string key = ClientKey) =>
        Eventually.TrueAsync($"version {version} is served", async () => await edge.VersionAsync(key) == $"{version}");

    /// <summary>What the proxy's health says of one environment.</summary>
    public static async Task<JsonElement> HealthAsync(this GuidonProcess edge, string key = ClientKey)
    {
        var (_, health) = await edge.AskAsync("GET", "proxy/health", null);
        return health.GetProperty("environments").EnumerateArray().Single(each => each.GetProperty("client_side_key").GetString() == key);
    }

    /// <summary>Waits until the last poll had this problem; null for none.</summary>
    public static Task UntilProblemAsync(this GuidonProcess edge, string? problem, string key = ClientKey) =>
        Eventually.TrueAsync($"the problem is {problem}", async () =>
        {
            var told = (await edge.HealthAsync(key)).GetProperty("problem").GetString();
            return problem is null ? told is null : told?.Contains(problem, StringComparison.Ordinal) == true;
        });
}
