using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Guidon.Receivers.Webhook;

/// <summary>A customer's endpoint that believes nothing unsigned: both signatures over the raw bytes, a clock, and ids that it has seen.</summary>
public sealed class StrictWebhook(TimeProvider time) : StrictReceiver(time)
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    public override string Name => "webhook";

    /// <summary>Secret of the legacy signature; null takes requests without one.</summary>
    public string? LegacySecret { get; set; }

    /// <summary>Secret of the Standard Webhooks signature, <c>whsec_…</c>; null takes requests without one.</summary>
    public string? StandardSecret { get; set; }

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return ReceiverReply.Text(405, "post");
        if (!request.HasMediaType("application/json")) return ReceiverReply.Text(415, "json");
        if (request.IsGzip) return ReceiverReply.Text(415, "not compressed");
        if (LegacySecret is not null && !IsLegacySigned(request)) return ReceiverReply.Text(401, "legacy signature");
        if (StandardSecret is not null && Standard(request) is { } fault) return ReceiverReply.Text(401, fault);
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return ReceiverReply.Text(400, "not json");
        if (Read(body, request) is not { } row) return ReceiverReply.Text(422, "unknown body");
        if (Invalid.Contains(row.User)) return ReceiverReply.Text(422, "identity");
        if (request.Header("webhook-id") is null) Find("a request without webhook-id");
        Keep(row, TimeSpan.MaxValue);
        return ReceiverReply.Text(200, "");
    }

    private bool IsLegacySigned(ReceiverRequest request) =>
        request.Header("X-Flagsmith-Signature") is { } signature
        && Fixed(signature, Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(LegacySecret ?? ""), request.Raw)).ToLowerInvariant());

    private string? Standard(ReceiverRequest request)
    {
        var (id, stamp) = (request.Header("webhook-id"), request.Header("webhook-timestamp"));
        if (id is null || id.Contains('.', StringComparison.Ordinal)) return "webhook-id";
        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return "webhook-timestamp";
        if ((Clock - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > s_tolerance) return "timestamp outside of the tolerance";
        var key = Convert.FromBase64String((StandardSecret ?? "")["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. request.Raw];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return (request.Header("webhook-signature") ?? "").Split(' ').Any(signature => Fixed(signature, expected)) ? null : "webhook-signature";
    }

    private static bool Fixed(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    // Three bodies are known: the identity's, the standard one, and Flagsmith's envelope of environment and organisation webhooks.
    private Row? Read(JsonElement body, ReceiverRequest request)
    {
        var key = request.Header("webhook-id") ?? $"no-id-{Received}";
        if (body.Text("identity") is { } identity && Has(body, "flags") && Has(body, "traits") && Has(body, "segments"))
            return new Row(Name, key, identity, "legacy", Time(request.Header("Guidon-Event-Time")) ?? Clock, body, Clock);
        if (body.Text("type") is { } type && Time(body.Text("timestamp")) is { } at && body.Get("data").ValueKind == JsonValueKind.Object)
            return new Row(Name, key, body.Get("data").Get("identity").Text("identifier") ?? "", type, at, body, Clock);
        if (body.Text("event_type") is { } kind && body.Get("data").ValueKind == JsonValueKind.Object)
            return new Row(Name, key, Flag(body.Get("data")), kind, Time(body.Get("data").Text("timestamp") ?? body.Get("data").Text("created_date")) ?? Clock, body, Clock);
        return null;
    }

    // Of a state that changed or is gone; an audit record names its object in words only.
    private static string Flag(JsonElement data) =>
        (data.Get("new_state").ValueKind == JsonValueKind.Object ? data.Get("new_state") : data.Get("previous_state")).Get("feature").Text("name") ?? "";

    private static bool Has(JsonElement body, string array) => body.Get(array).ValueKind == JsonValueKind.Array;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
