using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.SegmentIo;

/// <summary>The tracking API: 200 for nearly everything, and what is wrong is dropped where only its debugger shows it.</summary>
public sealed class StrictSegmentIo(TimeProvider time) : StrictReceiver(time)
{
    private static readonly string[] s_types = ["identify", "track", "page", "screen", "group", "alias"];

    private readonly RateWindow _perSecond = new(1_000, TimeSpan.FromSeconds(1));

    public override string Name => "segment";

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST" || !request.Path.StartsWith("/v1/", StringComparison.Ordinal)) return ReceiverReply.Text(404, "Not Found");
        var call = request.Path["/v1/".Length..].TrimEnd('/');
        if (call != "batch" && !s_types.Contains(call)) return ReceiverReply.Text(404, "Not Found");
        if (_perSecond.Add("workspace", 1, Clock).IsOver)
            return new ReceiverReply(429, """{"success":false}""") { Headers = [new("Retry-After", "1"), new("X-RateLimit-Reset", "1")] };
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Refused("malformed JSON");
        if (request.Body.Length > (call == "batch" ? 500_000 : 32_000)) return Refused("Exceed payload limit");
        if (call == "batch" && body.Get("batch").ValueKind != JsonValueKind.Array) return Refused("batch is not an array");
        JsonElement[] messages = call == "batch" ? body.Get("batch").Items() : [body];
        if (messages.Any(message => message.GetRawText().Length > 32_000)) return Refused("Exceed payload limit");
        var key = body.Text("writeKey") ?? request.BasicUser() ?? Bearer(request);
        if (messages.Length > 2_500) Drop("a batch of more than 2,500 messages");
        else if (key is null || !Projects.Contains(key)) Drop("unknown write key");
        else
        {
            foreach (var message in messages) Take(key, message, body, call);
        }

        return new ReceiverReply(200, """{"success":true}""");
    }

    private static ReceiverReply Refused(string message) => new(400, JsonSerializer.Serialize(new { success = false, message }));

    private static string? Bearer(ReceiverRequest request) =>
        request.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;

    private void Take(string key, JsonElement message, JsonElement body, string call)
    {
        var type = call == "batch" ? message.Text("type") : call;
        var user = message.Text("userId") ?? message.Text("anonymousId");
        var id = message.Text("messageId");
        if (type is null || !s_types.Contains(type)) Drop("missing type");
        else if (string.IsNullOrEmpty(user)) Drop("neither userId nor anonymousId");
        else if (type == "track" && string.IsNullOrEmpty(message.Text("event"))) Drop("missing event");
        else if (id is { Length: > 100 }) Drop("messageId beyond 100 characters");
        else if (message.Has("traits") && message.Get("traits").ValueKind != JsonValueKind.Object) Drop("traits are not an object");
        else if (message.Has("timestamp") && Time(message.Text("timestamp")) is null) Drop("timestamp is no time");
        else Keep(key, message, body, type, user, id);
    }

    private void Keep(string key, JsonElement message, JsonElement body, string type, string user, string? id)
    {
        if (id is null) Find("a message without messageId");
        var sentAt = Time(body.Text("sentAt") ?? message.Text("sentAt"));
        if (sentAt is null) Find("a request without sentAt");
        var original = Time(message.Text("timestamp")) ?? Time(message.Text("originalTimestamp")) ?? Clock;
        var shownAt = Clock - ((sentAt ?? Clock) - original);
        var properties = message.Get(type == "identify" ? "traits" : "properties");
        if (properties.ValueKind != JsonValueKind.Object) properties = JsonElement.Parse("{}");
        var isNew = Keep(new Row(key, id ?? $"no-id-{Received}", user, type, shownAt, properties, Clock), TimeSpan.FromHours(24));
        if (isNew && type == "identify") Set(key, user, properties);
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
