using System.Text.Json;

namespace Guidon.Receivers.Slack;

/// <summary>The Web API: errors are successes that say <c>ok: false</c>, and a channel takes one message a second.</summary>
public sealed class StrictSlack(TimeProvider time) : StrictReceiver(time)
{
    private const int Burst = 4;   // short bursts above one a second are let through

    private readonly RateWindow _perChannel = new(Burst, TimeSpan.FromSeconds(1));

    public override string Name => "slack";

    /// <summary>Channels, and what is wrong with each; null for those in which the bot is a member.</summary>
    public Dictionary<string, string?> Channels { get; } = new() { ["C1"] = null, ["C2"] = "not_in_channel", ["C3"] = "is_archived" };

    /// <summary>Tokens that were good once.</summary>
    public HashSet<string> Revoked { get; } = [];

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Path.TrimEnd('/') != "/api/chat.postMessage") return Not("unknown_method");
        if (request.Method != "POST") return Not("invalid_post_type");
        if (request.Header("Authorization") is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal)) return Not("not_authed");
        var token = header["Bearer ".Length..];
        if (Revoked.Contains(token)) return Not("token_revoked");
        if (!Projects.Contains(token)) return Not("invalid_auth");
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
        var id = body.Get("metadata").Get("event_payload").Text("event_id");
        if (id is null) Find("a message that cannot be told from another");
        Keep(new Row(token, $"{id}#{Received}", channel, "message", Clock, body, Clock), TimeSpan.Zero);
        return new ReceiverReply(200, $$"""{"ok":true,"channel":"{{channel}}","ts":"{{Clock.ToUnixTimeSeconds()}}.000100"}""");
    }

    private static string? Blocks(JsonElement body)
    {
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
