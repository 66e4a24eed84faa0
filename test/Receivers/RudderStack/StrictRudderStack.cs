using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.RudderStack;

/// <summary>A data plane: plain-text answers, and one message without a user fails its whole request.</summary>
public sealed class StrictRudderStack(TimeProvider time) : StrictReceiver(time)
{
    private static readonly string[] s_types = ["identify", "track", "page", "screen", "group", "alias"];

    private readonly RateWindow _perSecond = new(1_000, TimeSpan.FromSeconds(1));

    public override string Name => "rudderstack";

    /// <summary>Sources that an operator switched off.</summary>
    public HashSet<string> Disabled { get; } = [];

    /// <summary>Whether it deduplicates for an hour; off by default, as it comes.</summary>
    public bool Deduplicates { get; set; }

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return ReceiverReply.Text(405, "method not allowed");
        if (!request.Path.StartsWith("/v1/", StringComparison.Ordinal)) return ReceiverReply.Text(404, "404 page not found");
        var call = request.Path["/v1/".Length..];
        if (call != "batch" && !s_types.Contains(call)) return ReceiverReply.Text(404, "404 page not found");
        if (request.BasicUser() is not { Length: > 0 } key) return ReceiverReply.Text(401, "failed to read writekey from header");
        if (!Projects.Contains(key)) return ReceiverReply.Text(401, "invalid write key");
        if (Disabled.Contains(key)) return ReceiverReply.Text(404, "source is disabled");
        if (_perSecond.Add(key, 1, Clock).IsOver) return ReceiverReply.Text(429, "max requests limit reached");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return ReceiverReply.Text(400, "invalid json");
        if (request.Body.Length > 4_000 * 1_024) return ReceiverReply.Text(413, "request size exceeds max limit");
        JsonElement[] messages = call == "batch" ? body.Get("batch").Items() : [body];
        if (messages.Length == 0) return ReceiverReply.Text(400, "empty batch payload");
        if (messages.Any(message => message.ValueKind != JsonValueKind.Object)) return ReceiverReply.Text(400, "invalid json");
        if (messages.Any(HasNoUser)) return ReceiverReply.Text(400, "request neither has anonymousId nor userId");
        if (call == "batch" && messages.Any(message => !s_types.Contains(message.Text("type")))) return ReceiverReply.Text(400, "unknown event type");
        foreach (var message in messages) Take(key, message, body, call == "batch" ? message.Text("type") ?? "" : call);
        return ReceiverReply.Text(200, "OK");
    }

    private bool HasNoUser(JsonElement message) =>
        (string.IsNullOrEmpty(message.Text("userId")) && string.IsNullOrEmpty(message.Text("anonymousId"))) || Invalid.Contains(message.Text("userId") ?? "");

    private void Take(string key, JsonElement message, JsonElement body, string type)
    {
        var user = message.Text("userId") ?? message.Text("anonymousId") ?? "";
        if (message.GetRawText().Length > 32 * 1_024) Find("a message over 32 KB, which the clients refuse");
        if (!message.Has("messageId")) Find("a message without messageId");
        var sentAt = Time(body.Text("sentAt") ?? message.Text("sentAt"));
        var shownAt = Time(message.Text("timestamp")) ?? (Clock - ((sentAt ?? Clock) - (Time(message.Text("originalTimestamp")) ?? Clock)));
        var properties = type == "identify" ? Traits(message) : message.Get("properties");
        if (properties.ValueKind != JsonValueKind.Object) properties = JsonElement.Parse("{}");
        var id = Deduplicates ? message.Text("messageId") ?? $"filled-in-{Received}" : $"{message.Text("messageId")}#{Received}";
        var isNew = Keep(new Row(key, id, user, type, shownAt, properties, Clock), Deduplicates ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        if (isNew && type == "identify") Set(key, user, properties);
    }

    private static JsonElement Traits(JsonElement message) =>
        message.Get("context").Get("traits") is { ValueKind: JsonValueKind.Object } traits ? traits : message.Get("traits");

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
