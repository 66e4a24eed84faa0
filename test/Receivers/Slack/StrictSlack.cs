using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.Slack;

/// <summary>The Web API: errors are successes that say <c>ok: false</c>, and a channel takes one message a second.</summary>
public sealed class StrictSlack(TimeProvider time) : StrictReceiver(time)
{
    private const int Burst = 4;   // short bursts above one a second are let through

    private readonly List<(DateTimeOffset At, string Channel, JsonElement Body)> _messages = [];
    private readonly RateWindow _perChannel = new(Burst, TimeSpan.FromSeconds(1));

    public override string Name => "slack";

    /// <summary>Channels, and what is wrong with each; null for those in which the bot is a member.</summary>
    public Dictionary<string, string?> Channels { get; } = new() { ["C1"] = null, ["C2"] = "not_in_channel", ["C3"] = "is_archived" };

    /// <summary>Tokens that were good once.</summary>
    public HashSet<string> Revoked { get; } = [];

    /// <summary>Tokens that may read what is in a channel.</summary>
    public HashSet<string> Readers { get; } = [];

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        var method = request.Path.TrimEnd('/');
        if (method is not ("/api/chat.postMessage" or "/api/conversations.history")) return Not("unknown_method");
        if (request.Header("Authorization") is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal)) return Not("not_authed");
        var token = header["Bearer ".Length..];
        if (Revoked.Contains(token)) return Not("token_revoked");
        if (!Projects.Contains(token)) return Not("invalid_auth");
        if (method == "/api/conversations.history") return History(token, request);
        if (request.Method != "POST") return Not("invalid_post_type");
        if (!request.HasMediaType("application/json")) return Not("invalid_post_type");
        if (request.Header("Content-Type")?.Contains("charset=utf-8", StringComparison.OrdinalIgnoreCase) != true) Find("a request without a charset");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Not("invalid_json");
        if (body.Text("channel") is not { } channel || !Channels.TryGetValue(channel, out var fault)) return Not("channel_not_found");
        if (fault is not null) return Not(fault);
        if (_perChannel.Add(channel, 1, Clock).IsOver)
            return new ReceiverReply(429, """{"ok":false,"error":"ratelimited"}""") { Headers = [new("Retry-After", "1")] };
        return Blocks(body) is { } wrong ? Not(wrong) : Take(token, channel, body);
    }

    private ReceiverReply Take(string token, string channel, JsonElement body)
    {
        if (string.IsNullOrEmpty(body.Text("text"))) Find("a message without a text for notifications");
        if (body.Texts().Any(text => text.Contains("<!", StringComparison.Ordinal))) Find("a mention that a customer wrote");
        var payload = body.Get("metadata").Get("event_payload");
        var ids = payload.Text("event_id") is { } only ? [only] : payload.Get("event_ids").Items().Select(id => id.ToString()).ToArray();
        if (ids.Length == 0 || ids.Distinct().Count() != ids.Length) Find("a message that cannot be told from another");
        var kept = ids.Count(id => Keep(new Row(token, $"{id}#{Received}", channel, "message", Clock, body, Clock), TimeSpan.Zero));
        if (kept > 0) _messages.Add((Clock, channel, body));
        return new ReceiverReply(200, $$"""{"ok":true,"channel":"{{channel}}","ts":"{{Clock.ToUnixTimeSeconds()}}.000100"}""");
    }

    // Newest first; metadata only on wish.
    private ReceiverReply History(string token, ReceiverRequest request)
    {
        if (!Readers.Contains(token)) return Not("missing_scope");
        if (request.Parameter("channel") is not { } channel || !Channels.ContainsKey(channel)) return Not("channel_not_found");
        var oldest = double.TryParse(request.Parameter("oldest"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        var limit = int.TryParse(request.Parameter("limit"), CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, 999) : 100;
        var found = _messages.Where(message => message.Channel == channel && message.At.ToUnixTimeMilliseconds() / 1_000d > oldest).Reverse().ToArray();
        var withMetadata = request.Parameter("include_all_metadata") == "true";
        var shown = found.Take(limit).Select(message => new
        {
            type = "message",
            ts = $"{message.At.ToUnixTimeSeconds()}.000100",
            text = message.Body.Text("text"),
            metadata = withMetadata && message.Body.Has("metadata") ? message.Body.Get("metadata") : (JsonElement?)null,
        });
        return new ReceiverReply(200, JsonSerializer.Serialize(new { ok = true, messages = shown, has_more = found.Length > limit }));
    }

    private string? Blocks(JsonElement body)
    {
        if (body.Texts().Any(text => Invalid.Any(word => text.Contains(word, StringComparison.Ordinal)))) return "invalid_blocks";
        if (!body.Has("blocks")) return string.IsNullOrEmpty(body.Text("text")) ? "no_text" : null;
        if (body.Get("blocks").ValueKind != JsonValueKind.Array || body.Get("blocks").GetArrayLength() > 50) return "invalid_blocks";
        foreach (var block in body.Get("blocks").Items())
        {
            if (block.Text("type") != "section") return "invalid_blocks";
            if (block.Get("text").Text("type") is not ("mrkdwn" or "plain_text")) return "invalid_blocks";
            if (block.Get("text").Text("text") is not { Length: > 0 and <= 3_000 }) return "invalid_blocks";
        }

        return body.Text("text") is { Length: > 40_000 } ? "msg_too_long" : null;
    }

    private static ReceiverReply Not(string error) => new(200, JsonSerializer.Serialize(new { ok = false, error }));
}
