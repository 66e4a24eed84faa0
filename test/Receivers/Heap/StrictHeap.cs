using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.Heap;

/// <summary>The track and user-property endpoints. Any app id is taken, as Heap does; only <see cref="StrictReceiver.Projects"/> are kept.</summary>
public sealed class StrictHeap(TimeProvider time) : StrictReceiver(time)
{
    private readonly RateWindow _perIdentity = new(1_000, TimeSpan.FromMinutes(1));
    private readonly RateWindow _perApp = new(15_000, TimeSpan.FromMinutes(1));
    private readonly RateWindow _single = new(30, TimeSpan.FromSeconds(30));

    public override string Name => "heap";

    /// <summary>Whether booleans are recorded instead of refused; which of both Heap does is not documented.</summary>
    public bool IsLenient { get; set; }

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return ReceiverReply.Text(405, "Method Not Allowed");
        if (request.Path is not ("/api/track" or "/api/add_user_properties")) return ReceiverReply.Text(404, "Not Found");
        if (!request.HasMediaType("application/json")) return ReceiverReply.Text(400, "Content-Type must be application/json");
        if (request.IsGzip) return ReceiverReply.Text(400, "Invalid JSON");   // compression is not documented
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return ReceiverReply.Text(400, "Invalid JSON");
        if (body.Text("app_id") is not { Length: > 0 } app) return ReceiverReply.Text(400, "Missing app_id");
        var isTrack = request.Path == "/api/track";
        var bulk = isTrack ? "events" : "users";
        var isBulk = body.Has(bulk);
        JsonElement[] all = isBulk ? body.Get(bulk).Items() : [body];
        if (all.Length is 0 or > 1_000) return ReceiverReply.Text(400, $"{bulk} must have 1 to 1000 items");
        if (all.Select(one => Fault(one, isTrack)).FirstOrDefault(fault => fault is not null) is { } refused) return ReceiverReply.Text(400, refused);
        if (IsTooFast(app, all, isBulk)) return ReceiverReply.Text(429, "Too Many Requests");
        foreach (var one in all) Take(app, one, isTrack);
        return ReceiverReply.Text(200, "OK");
    }

    private string? Fault(JsonElement one, bool isTrack)
    {
        if (one.Has("identity") == one.Has("user_id")) return "exactly one of identity and user_id";
        if (one.Has("identity") && one.Text("identity") is not { Length: > 0 and <= 255 }) return "identity must be a string of up to 255 characters";
        if (one.Text("identity") is { } identity && Invalid.Contains(identity)) return "identity is not accepted";
        if (isTrack && one.Text("event") is not { Length: > 0 and <= 1_024 }) return "event must be a string of up to 1024 characters";
        if (one.Has("timestamp") && !DateTimeOffset.TryParse(one.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) return "timestamp must be ISO 8601";
        if (one.Has("idempotency_key") && one.Text("idempotency_key") is null) return "idempotency_key must be a string";
        if (!isTrack && !one.Has("properties")) return "properties are required";
        if (!one.Has("properties")) return null;
        if (one.Get("properties").ValueKind != JsonValueKind.Object) return "properties must be an object";
        return one.Get("properties").EnumerateObject().Select(property => Fault(property, isTrack)).FirstOrDefault(fault => fault is not null);
    }

    private string? Fault(JsonProperty property, bool isTrack)
    {
        if (property.Name.Length >= 1_024) return "property name too long";
        if (!isTrack && property.Name.Equals("id", StringComparison.OrdinalIgnoreCase)) return "property id is reserved";
        return property.Value.ValueKind switch
        {
            JsonValueKind.Number => null,
            JsonValueKind.String => property.Value.GetString()?.Length < 1_024 ? null : $"value of {property.Name} too long",
            JsonValueKind.True or JsonValueKind.False when IsLenient => null,
            JsonValueKind.Array when property.Value.Items().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Number) => null,
            _ => $"Unsupported type for property {property.Name}",
        };
    }

    private bool IsTooFast(string app, JsonElement[] all, bool isBulk)
    {
        var isTooFast = _perApp.Add(app, all.Length, Clock).IsOver;
        foreach (var group in all.GroupBy(one => one.Text("identity") ?? one.Get("user_id").ToString()))
        {
            isTooFast |= _perIdentity.Add($"{app}\n{group.Key}", group.Count(), Clock).IsOver;
            if (!isBulk) isTooFast |= _single.Add($"{app}\n{group.Key}", 1, Clock).IsOver;
        }

        return isTooFast;
    }

    private void Take(string app, JsonElement one, bool isTrack)
    {
        var user = one.Text("identity") ?? one.Get("user_id").ToString();
        if (!Projects.Contains(app))
        {
            Drop($"unknown app {app}");
            return;
        }

        var properties = one.Has("properties") ? one.Get("properties") : JsonElement.Parse("{}");
        if (!isTrack)
        {
            Set(app, user, properties);
            return;
        }

        if (!one.Has("idempotency_key")) Find("an event without idempotency_key");
        var at = one.Text("timestamp") is { } stamp ? DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : Clock;
        Keep(new Row(app, one.Text("idempotency_key") ?? $"no-key-{Received}", user, one.Text("event") ?? "", at, properties, Clock), TimeSpan.MaxValue);
    }
}
