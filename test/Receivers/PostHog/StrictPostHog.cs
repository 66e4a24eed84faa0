using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.PostHog;

/// <summary>The capture API: batches, compressed or not, one row per uuid, quotas that say success.</summary>
public sealed class StrictPostHog(TimeProvider time) : StrictReceiver(time)
{
    public override string Name => "posthog";

    /// <summary>Keys whose project is over its quota: 200, and everything is dropped.</summary>
    public HashSet<string> OverQuota { get; } = [];

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return Error(405, "method not allowed");
        if (request.Path.TrimEnd('/') is not ("/batch" or "/capture")) return Error(404, "not found");
        if (!request.HasMediaType("application/json")) return Error(400, "content type must be application/json");
        if (request.Raw.Length > 20_000_000) return Error(413, "payload too large");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Error(400, "failed to parse body");
        if (request.Body.Length > 20_000_000) return Error(413, "payload too large");
        if (body.Text("api_key") is not { Length: > 0 } key) return Error(401, "API key is missing");
        if (!Projects.Contains(key)) return Error(401, "API key is not valid");
        var isBatch = request.Path.StartsWith("/batch", StringComparison.Ordinal);
        if (isBatch && body.Get("batch").ValueKind != JsonValueKind.Array) return Error(400, "batch is missing");
        JsonElement[] events = isBatch ? body.Get("batch").Items() : [body];
        if (events.Length == 0) return Error(400, "empty batch");
        if (events.Select(Fault).FirstOrDefault(fault => fault is not null) is { } refused) return Error(400, refused);
        if (OverQuota.Contains(key))
        {
            Drop($"{events.Length} events over the quota");
            return new ReceiverReply(200, """{"status":1,"quota_limited":["events"]}""");
        }

        if (!body.Has("sent_at")) Find("a request without sent_at");
        foreach (var one in events) Take(key, one, body);
        return new ReceiverReply(200, """{"status":1}""");
    }

    private static ReceiverReply Error(int status, string detail) => new(status, JsonSerializer.Serialize(new { type = "validation_error", detail }));

    private string? Fault(JsonElement one)
    {
        if (string.IsNullOrEmpty(one.Text("event"))) return "event is missing";
        if (string.IsNullOrEmpty(one.Text("distinct_id"))) return "distinct_id is missing";
        if (Invalid.Contains(one.Text("distinct_id") ?? "")) return "distinct_id is not accepted";
        if (one.Has("uuid") && !Guid.TryParse(one.Text("uuid"), out _)) return "uuid is no UUID";
        if (one.Has("timestamp") && Time(one.Text("timestamp")) is null) return "timestamp is no time";
        if (one.Has("properties") && one.Get("properties").ValueKind != JsonValueKind.Object) return "properties are not an object";
        return one.Get("properties").Has("$set") && one.Get("properties").Get("$set").ValueKind != JsonValueKind.Object ? "$set is not an object" : null;
    }

    private void Take(string key, JsonElement one, JsonElement body)
    {
        if (one.GetRawText().Length > 1_000_000)
        {
            Drop("an event over 1 MB");
            return;
        }

        var user = one.Text("distinct_id") ?? "";
        if (user.Length > 200)
        {
            Find("a distinct_id that is cut after 200 characters");
            user = user[..200];
        }

        if (!one.Has("uuid")) Find("an event without uuid");
        var properties = one.Has("properties") ? one.Get("properties") : JsonElement.Parse("{}");
        var at = Time(one.Text("timestamp")) ?? Clock - (Clock - (Time(body.Text("sent_at")) ?? Clock));
        var isNew = Keep(new Row(key, one.Text("uuid") ?? $"no-uuid-{Received}", user, one.Text("event") ?? "", at, properties, Clock), TimeSpan.MaxValue);
        if (isNew && properties.Has("$set")) Set(key, user, properties.Get("$set"));
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
