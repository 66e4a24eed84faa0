using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Guidon.Receivers.Sentry;

/// <summary>Change tracking of the generic provider: a bad signature is 401, a bad body is 200 with the error in it, and nothing is deduplicated across requests.</summary>
public sealed class StrictSentry(TimeProvider time) : StrictReceiver(time)
{
    private const string Path = "/api/0/organizations/acme/flags/hooks/provider/";

    public override string Name => "sentry";

    /// <summary>What signs the body.</summary>
    public string Secret { get; set; } = "0123456789";

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return ReceiverReply.Text(405, "post");
        if (!request.Path.StartsWith(Path, StringComparison.Ordinal) || request.Path[Path.Length..].TrimEnd('/') is not ("generic" or "flagsmith")) return ReceiverReply.Text(404, "provider");
        if (!IsSigned(request)) return ReceiverReply.Text(401, "Not authorized.");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Refused("body", "Malformed JSON.");
        if (body.Get("meta").Get("version").ToString() != "1") return Refused("meta", "version");
        if (body.Get("data").ValueKind != JsonValueKind.Array) return Refused("data", "This field is required.");
        var changes = body.Get("data").Items();
        foreach (var change in changes)
        {
            if (Fault(change) is { } fault) return Refused(fault, "Not valid.");
        }

        foreach (var change in changes.DistinctBy(change => change.Get("change_id").GetRawText()))
        {
            Keep(
                new Row(Name, $"{change.Get("change_id").GetRawText()}#{Received}", change.Text("flag") ?? "", change.Text("action") ?? "", Time(change.Text("created_at")) ?? Clock, change, Clock),
                TimeSpan.Zero);
        }

        return new ReceiverReply(200, "");
    }

    private static ReceiverReply Refused(string field, string message) =>
        new(200, JsonSerializer.Serialize(new Dictionary<string, string[]> { [field] = [message] }));

    private bool IsSigned(ReceiverRequest request) =>
        request.Header("X-Sentry-Signature") is { } signature
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), request.Raw))));

    private string? Fault(JsonElement change)
    {
        if (change.Text("action") is not ("created" or "updated" or "deleted")) return "action";
        if (change.Get("change_id").ValueKind != JsonValueKind.Number || !change.Get("change_id").TryGetInt64(out var id) || id < 0) return "change_id";
        if (Time(change.Text("created_at")) is null) return "created_at";
        if (change.Get("created_by").Text("id") is not { Length: > 0 and <= 100 }) return "created_by";
        if (change.Get("created_by").Text("type") is not ("email" or "id" or "name")) return "created_by";
        return change.Text("flag") is { Length: > 0 and <= 100 } flag && !Invalid.Contains(flag) ? null : "flag";
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
