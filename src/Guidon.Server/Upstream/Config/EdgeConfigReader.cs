using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Flags;
using Guidon.Server.Start;

namespace Guidon.Server.Upstream.Config;

/// <summary>
/// Reads the official edge proxy's settings as they are. Unknown keys and those that do nothing here are noted, bad values refused,
/// all at once.
/// </summary>
internal static class EdgeConfigReader
{
    private const string HostedApi = "https://edge.api.flagsmith.com/api/v1";
    private const string HostedRealtime = "https://realtime.flagsmith.com/";
    private const int KeyPairsMax = 1_000;

    private static readonly Dictionary<string, LogLevel> s_levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CRITICAL"] = LogLevel.Critical,
        ["ERROR"] = LogLevel.Error,
        ["WARNING"] = LogLevel.Warning,
        ["INFO"] = LogLevel.Information,
        ["DEBUG"] = LogLevel.Debug,
        ["NOTSET"] = LogLevel.Debug,
    };

    private static readonly Dictionary<string, bool> s_logFormats = new(StringComparer.OrdinalIgnoreCase) { ["generic"] = false, ["json"] = true };

    /// <param name="source">File and variables together, from <see cref="ConfigSource"/>.</param>
    /// <exception cref="StartFailedException">Everything that is wrong, in one line.</exception>
    internal static EdgeConfig Read(JsonObject source)
    {
        var errors = new List<string>();
        var notes = new List<string>();
        var root = new ConfigFields(source, "", errors, notes);
        var config = Read(root, notes);
        root.NoteTheRest();
        return errors.Count == 0 ? config : throw new StartFailedException(string.Join(" ", errors));
    }

    private static EdgeConfig Read(ConfigFields root, List<string> notes)
    {
        var api = root.Address("api_url", HostedApi);
        var pairs = KeyPairs(root);
        var (level, json) = Logging(root.Section("logging"));
        root.Idle("endpoint_caches", "every answer comes from memory");
        return new EdgeConfig
        {
            KeyPairs = pairs,
            ApiUrl = api ?? new Uri(HostedApi + "/"),
            PollEvery = TimeSpan.FromSeconds(root.Number("api_poll_frequency_seconds", 10, 0.1, 86_400)),
            Timeout = TimeSpan.FromSeconds(root.Number("api_poll_timeout_seconds", 5, 0.1, 600)),
            Grace = Grace(root.Section("health_check")),
            AllowOrigins = Origins(root),
            ListenUrl = ListenUrl(root.Section("server")),
            LogLevel = level,
            JsonLog = json,
            Destinations = [.. root.Items("destinations").Select(item => Destination(item, pairs))],
            RealtimeUrl = Realtime(root, api),
            RealtimeAlways = root.Node("realtime_url") is not null,
            DocumentBytesMax = (long)root.Number("api_document_bytes_max", DocumentLimits.DocumentBytesMax, 1_000, DocumentLimits.DocumentBytesMax),
            Notes = notes,
        };
    }

    private static List<KeyPair> KeyPairs(ConfigFields root)
    {
        var pairs = new List<KeyPair>();
        foreach (var item in root.Items("environment_key_pairs"))
        {
            var pair = new KeyPair(item.Text("client_side_key", ""), item.Text("server_side_key", ""));
            if (!pair.ServerKey.StartsWith("ser.", StringComparison.Ordinal)) item.Refuse("server_side_key", "must begin with ser.");
            if (pair.ClientKey.Length == 0) item.Refuse("client_side_key", "must not be empty");
            if (pair.ClientKey.StartsWith("ser.", StringComparison.Ordinal)) item.Refuse("client_side_key", "is a server-side key");
            if (pairs.Exists(known => known.ClientKey == pair.ClientKey || known.ServerKey == pair.ServerKey)) item.Refuse("client_side_key", "or server_side_key stands in an earlier pair too");
            item.NoteTheRest();
            pairs.Add(pair);
        }

        if (pairs.Count is 0 or > KeyPairsMax) root.Refuse("environment_key_pairs", $"must list 1 to {KeyPairsMax} pairs of server_side_key and client_side_key");
        return pairs;
    }

    private static (LogLevel Level, bool Json) Logging(ConfigFields logging)
    {
        const string Ours = "the log has its own form";
        logging.Idle("enable_access_log", "requests are counted at /metrics");
        logging.Idle("log_event_field_name", Ours);
        logging.Idle("override", Ours);
        logging.Idle("colours", Ours);
        logging.Idle("colors", Ours);
        var result = (logging.Choice("log_level", LogLevel.Information, s_levels), logging.Choice("log_format", false, s_logFormats));
        logging.NoteTheRest();
        return result;
    }

    private static TimeSpan? Grace(ConfigFields health)
    {
        const string Name = "environment_update_grace_period_seconds";
        TimeSpan? grace = health.IsNull(Name) ? null : TimeSpan.FromSeconds(health.Number(Name, 30, 0, 86_400));
        _ = health.Node(Name);
        health.NoteTheRest();
        return grace;
    }

    private static string ListenUrl(ConfigFields server)
    {
        server.Idle("reload", "the program does not change while it runs");
        var host = server.Text("host", "0.0.0.0");
        var isAddress = System.Net.IPAddress.TryParse(host, out var address);
        if (!isAddress) server.Refuse("host", "must be an IP address");
        var port = (int)server.Number("port", 8_000, 0, 65_535);
        server.NoteTheRest();
        return address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"http://[{host}]:{port}" : $"http://{host}:{port}";
    }

    // A list, and one text for those who followed an older page of the proxy's manual.
    private static IReadOnlyList<string> Origins(ConfigFields root)
    {
        var node = root.Node("allow_origins");
        if (node is null) return ["*"];
        var items = node is JsonArray list ? [.. list] : (JsonNode?[])[node];
        if (Array.TrueForAll(items, item => item?.GetValueKind() == JsonValueKind.String)) return [.. items.Select(item => item?.GetValue<string>() ?? "")];
        root.Refuse("allow_origins", "must be a list of origins");
        return ["*"];
    }

    private static DeclaredDestination Destination(ConfigFields item, List<KeyPair> pairs)
    {
        var key = item.Text("client_side_key", "");
        if (key.Length > 0 && !pairs.Exists(pair => pair.ClientKey == key)) item.Refuse("client_side_key", "is in none of environment_key_pairs");
        var integration = item.Text("integration", "");
        if (integration.Length == 0) item.Refuse("integration", "must name an integration");
        var settings = item.Node("settings");
        if (settings is not JsonObject) item.Refuse("settings", "must be an object");
        item.NoteTheRest();
        return new DeclaredDestination(item.PathOf("settings"), key.Length > 0 ? key : null, integration, JsonElement.Parse(settings?.ToJsonString() ?? "{}"));
    }

    private static Uri? Realtime(ConfigFields root, Uri? api)
    {
        if (root.Node("realtime_url") is JsonValue written && written.GetValueKind() == JsonValueKind.String && written.GetValue<string>().Length == 0) return null;
        // The hosted service has a host of its own for it; whoever hosts the API has it beside the API.
        var isHosted = api?.Host.EndsWith(".flagsmith.com", StringComparison.OrdinalIgnoreCase) ?? true;
        return root.Address("realtime_url", isHosted ? HostedRealtime : new Uri(api ?? new Uri(HostedApi), "/").ToString());
    }
}
