using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Guidon.Receivers.Amplitude;

/// <summary>The HTTP V2, batch and identify endpoints: all or nothing, refused events by index, one row per insert id and device for 7 days.</summary>
public sealed class StrictAmplitude(TimeProvider time) : StrictReceiver(time)
{
    private const string InvalidFields = "events_with_invalid_fields";
    private const string MissingFields = "events_with_missing_fields";
    private const string InvalidIds = "events_with_invalid_id_lengths";
    private static readonly string[] s_operations = ["$set", "$setOnce", "$add", "$append", "$prepend", "$unset", "$clearAll", "$preInsert", "$postInsert", "$remove"];
    private static readonly HashSet<string> s_reserved = new(["anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "0", "-1", "[]", "{}", "lmy47d", "00000000-0000-0000-0000-000000000000"], StringComparer.OrdinalIgnoreCase);

    private readonly RateWindow _perSecond = new(30, TimeSpan.FromSeconds(1));
    private readonly RateWindow _perSecondInBatches = new(1_000, TimeSpan.FromSeconds(1));
    private readonly RateWindow _perDay = new(500_000, TimeSpan.FromHours(24));
    private readonly RateWindow _propertyUpdates = new(1_800, TimeSpan.FromHours(1));

    public override string Name => "amplitude";

    /// <summary>Devices whose events are refused by an operator.</summary>
    public HashSet<string> Silenced { get; } = [];

    /// <summary>Users that are throttled whatever their rate.</summary>
    public HashSet<string> Throttled { get; } = [];

    protected override ReceiverReply Answer(ReceiverRequest request) => (request.Method, request.Path) switch
    {
        ("POST", "/2/httpapi") => Upload(request, bytesMax: 1_000_000, isBatch: false),
        ("POST", "/batch") => Upload(request, bytesMax: 20_000_000, isBatch: true),
        ("POST", "/identify") => Identify(request),
        ("POST", _) => Error(404, "Not found"),
        _ => Error(405, "Method not allowed"),
    };

    private static ReceiverReply Error(int code, string error) => new(code, new JsonObject { ["code"] = code, ["error"] = error }.ToJsonString());

    private ReceiverReply Upload(ReceiverRequest request, int bytesMax, bool isBatch)
    {
        if (!request.HasMediaType("application/json")) return Error(400, "Invalid content type");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Error(400, "Invalid JSON request body");
        if (request.Body.Length > bytesMax) return Error(413, "Payload too large");
        if (body.Text("api_key") is not { } key) return Missing("api_key");
        if (!Projects.Contains(key)) return Error(400, $"Invalid API key: {key}");
        if (body.Get("events").ValueKind != JsonValueKind.Array) return Missing("events");
        var events = body.Get("events").Items();
        if (events.Length > 2_000) return Error(413, "Payload too large");
        if (events.Length == 0) return Missing("events");
        var idMin = body.Get("options").Get("min_id_length") is { ValueKind: JsonValueKind.Number } least ? least.GetInt32() : 5;
        return Refused(events, idMin, isBatch) ?? Throttle(events, isBatch) ?? Take(key, events, request.Body.Length);
    }

    private static ReceiverReply Missing(string field) =>
        new(400, new JsonObject { ["code"] = 400, ["error"] = "Request missing required field", ["missing_field"] = field }.ToJsonString());

    // The batch endpoint names every index; V2 only promises the first one of each field.
    private ReceiverReply? Refused(JsonElement[] events, int idMin, bool namesAll)
    {
        var maps = new SortedDictionary<string, SortedDictionary<string, List<int>>> { [InvalidFields] = [], [MissingFields] = [], [InvalidIds] = [] };
        var silenced = new List<int>();
        for (var i = 0; i < events.Length; i++)
        {
            foreach (var (map, field) in Faults(events[i], idMin))
            {
                var indexes = maps[map].TryGetValue(field, out var known) ? known : maps[map][field] = [];
                if (namesAll || indexes.Count == 0) indexes.Add(i);
            }

            if (Silenced.Contains(DeviceOf(events[i]))) silenced.Add(i);
        }

        if (maps.Values.All(map => map.Count == 0) && silenced.Count == 0) return null;
        return new ReceiverReply(400, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["code"] = 400,
            ["error"] = "Invalid field values on some events",
            [InvalidFields] = maps[InvalidFields],
            [MissingFields] = maps[MissingFields],
            [InvalidIds] = maps[InvalidIds],
            ["silenced_events"] = silenced,
        }));
    }

    private IEnumerable<(string Map, string Field)> Faults(JsonElement one, int idMin)
    {
        if (one.Text("event_type") is not { Length: > 0 } type)
        {
            yield return (MissingFields, "event_type");
            yield break;
        }

        if (one.Has("time") && !(one.Get("time").ValueKind == JsonValueKind.Number && one.Get("time").TryGetInt64(out var ms) && ms > 100_000_000_000))
            yield return (InvalidFields, "time");
        if (!one.Has("user_id") && !one.Has("device_id")) yield return (MissingFields, "user_id");
        foreach (var id in (string[])["user_id", "device_id"])
        {
            if (one.Has(id) && one.Text(id) is null) yield return (InvalidFields, id);
            if (one.Text(id) is { } value && s_reserved.Contains(value)) yield return (InvalidFields, id);
        }

        if (one.Text("user_id") is { } user && Invalid.Contains(user)) yield return (InvalidFields, "user_id");
        if ((one.Text("user_id")?.Length ?? 0) < idMin && (one.Text("device_id")?.Length ?? 0) < idMin) yield return (InvalidIds, "user_id");
        foreach (var properties in (string[])["user_properties", "event_properties"])
        {
            if (one.Has(properties) && one.Get(properties).ValueKind != JsonValueKind.Object) yield return (InvalidFields, properties);
            else if (one.Get(properties).Texts().Any(text => text.Length > 1_024) || one.Get(properties).Depth() > 40) yield return (InvalidFields, properties);
        }

        if (type == "$identify" && one.Get("user_properties") is { ValueKind: JsonValueKind.Object } updates)
        {
            var operations = updates.EnumerateObject().Count(field => s_operations.Contains(field.Name));
            if (operations > 0 && operations < updates.EnumerateObject().Count()) yield return (InvalidFields, "user_properties");
        }
    }

    private ReceiverReply? Throttle(JsonElement[] events, bool isBatch)
    {
        var rate = isBatch ? _perSecondInBatches : _perSecond;
        var users = new Dictionary<string, long>();
        var quotas = new Dictionary<string, long>();
        var at = new List<int>();
        foreach (var group in events.Index().GroupBy(pair => pair.Item.Text("user_id") ?? DeviceOf(pair.Item)))
        {
            var (count, isOver) = rate.Add(group.Key, group.Count(), Clock);
            var (day, isOverQuota) = _perDay.Add(group.Key, group.Count(), Clock);
            if (isOverQuota) quotas[group.Key] = day;
            if (isOver || Throttled.Contains(group.Key)) users[group.Key] = count;
            if (isOver || isOverQuota || Throttled.Contains(group.Key)) at.AddRange(group.Select(pair => pair.Index));
        }

        return at.Count == 0 ? null : new ReceiverReply(429, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["code"] = 429,
            ["error"] = "Too many requests for some devices and users",
            ["eps_threshold"] = isBatch ? 1_000 : 30,
            ["throttled_devices"] = new Dictionary<string, long>(),
            ["throttled_users"] = users,
            ["throttled_events"] = at,
            ["exceeded_daily_quota_users"] = quotas,
            ["exceeded_daily_quota_devices"] = new Dictionary<string, long>(),
        }));
    }

    private ReceiverReply Take(string key, JsonElement[] events, int bytes)
    {
        foreach (var (index, one) in events.Index()) TakeOne(key, one, index);
        return new ReceiverReply(200, new JsonObject
        {
            ["code"] = 200,
            ["events_ingested"] = events.Length,
            ["payload_size_bytes"] = bytes,
            ["server_upload_time"] = Clock.ToUnixTimeMilliseconds(),
        }.ToJsonString());
    }

    private void TakeOne(string key, JsonElement one, int index)
    {
        var user = one.Text("user_id") ?? DeviceOf(one);
        var insert = one.Text("insert_id") is { } id ? $"{DeviceOf(one)}/{id}" : $"no-insert-id-{Received}-{index}";
        if (!one.Has("insert_id")) Find("an event without insert_id");
        if (!one.Has("time")) Find("an event without time");
        var at = one.Has("time") ? DateTimeOffset.FromUnixTimeMilliseconds(one.Get("time").GetInt64()) : Clock;
        var isIdentify = one.Text("event_type") == "$identify";
        var properties = isIdentify ? one.Get("user_properties").Get("$set") : one.Get("event_properties");
        if (properties.ValueKind != JsonValueKind.Object) properties = JsonElement.Parse("{}");
        var isNew = Keep(new Row(key, insert, user, one.Text("event_type") ?? "", at, properties, Clock), TimeSpan.FromDays(7));
        if (isNew && isIdentify && one.Get("$skip_user_properties_sync").ValueKind != JsonValueKind.True) SetProfile(key, user, properties);
    }

    private void SetProfile(string key, string user, JsonElement properties)
    {
        if (_propertyUpdates.Add($"{key}\n{user}", 1, Clock).IsOver) Drop($"property update of {user} beyond 1,800 an hour");
        else Set(key, user, properties);
    }

    // Form only; no time, no deduplication.
    private ReceiverReply Identify(ReceiverRequest request)
    {
        if (!request.HasMediaType("application/x-www-form-urlencoded")) return ReceiverReply.Text(400, "missing_event");
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body));
        if (!form.TryGetValue("api_key", out var key) || !Projects.Contains(key.ToString())) return ReceiverReply.Text(400, "invalid_api_key");
        var identification = form.TryGetValue("identification", out var text) ? StrictJson.Parse(Encoding.UTF8.GetBytes(text.ToString())) : default;
        JsonElement[] all = identification.ValueKind == JsonValueKind.Array ? identification.Items() : [identification];
        if (all.Length == 0 || all.Any(one => !one.Has("user_id") && !one.Has("device_id"))) return ReceiverReply.Text(400, "missing_event");
        foreach (var one in all)
        {
            var user = one.Text("user_id") ?? DeviceOf(one);
            Keep(new Row(key.ToString(), $"identify-{Received}", user, "identify", Clock, one.Get("user_properties"), Clock), TimeSpan.Zero);
            SetProfile(key.ToString(), user, one.Get("user_properties"));
        }

        return ReceiverReply.Text(200, "success");
    }

    private static string DeviceOf(JsonElement one) =>
        one.Text("device_id") ?? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(one.Text("user_id") ?? "")))[..16];
}
