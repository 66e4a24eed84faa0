using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.PagerDuty;

/// <summary>
/// Events API v2: one event per request, 202 with <c>success</c>, 400 that names every error, 120 events a minute and key. Incidents open by
/// <c>dedup_key</c>, a second trigger joins the open one, a resolve closes it and is taken also when there is none.
/// </summary>
public sealed class StrictPagerDuty(TimeProvider time) : StrictReceiver(time)
{
    private const int BytesMax = 512 * 1_024;
    private static readonly string[] s_actions = ["trigger", "acknowledge", "resolve"];
    private static readonly string[] s_severities = ["critical", "error", "warning", "info"];

    private readonly RateWindow _perKey = new(120, TimeSpan.FromMinutes(1));
    private readonly HashSet<string> _open = [];

    public override string Name => "pagerduty";

    /// <summary>Keys of open incidents.</summary>
    public IReadOnlyCollection<string> Open => _open;

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Path.TrimEnd('/') != "/v2/enqueue") return new ReceiverReply(404, "{}");
        if (request.Method != "POST") return new ReceiverReply(405, "{}");
        if (request.Body.Length > BytesMax) return new ReceiverReply(413, "{}");
        if (!request.HasMediaType("application/json")) return Wrong("Content-Type must be application/json");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Wrong("JSON cannot be parsed");
        string[] errors = [.. Errors(body)];
        if (errors.Length > 0) return Wrong(errors);
        var key = body.Text("routing_key") ?? "";
        if (_perKey.Add(key, 1, Clock).IsOver) return new ReceiverReply(429, """{"status":"throttle exceeded","message":"Requests for this service are arriving too quickly."}""");
        return Take(key, body);
    }

    private IEnumerable<string> Errors(JsonElement body)
    {
        if (body.Text("routing_key") is not { Length: 32 } key || !Projects.Contains(key)) yield return "'routing_key' is invalid";
        if (!s_actions.Contains(body.Text("event_action"))) yield return "'event_action' is invalid (must be one of [trigger, acknowledge, resolve])";
        if (body.Has("dedup_key") && body.Text("dedup_key") is not { Length: >= 1 and <= 255 }) yield return "'dedup_key' is invalid";
        if (body.Text("event_action") != "trigger")
        {
            if (!body.Has("dedup_key")) yield return "'dedup_key' is missing or blank";
            yield break;
        }

        var payload = body.Get("payload");
        if (payload.Text("summary") is not { Length: >= 1 and <= 1_024 }) yield return "'payload.summary' is missing, blank or too long";
        if (payload.Text("source") is not { Length: >= 1 }) yield return "'payload.source' is missing or blank";
        if (!s_severities.Contains(payload.Text("severity"))) yield return "'payload.severity' is invalid (must be one of [critical, error, warning, info])";
        if (payload.Has("timestamp") && !DateTimeOffset.TryParse(payload.Text("timestamp"), CultureInfo.InvariantCulture, out _)) yield return "'payload.timestamp' is invalid";
        if (payload.Has("custom_details") && payload.Get("custom_details").ValueKind != JsonValueKind.Object) yield return "'payload.custom_details' is invalid";
    }

    private ReceiverReply Take(string key, JsonElement body)
    {
        var dedup = body.Text("dedup_key") ?? $"made-{Received}";
        var action = body.Text("event_action") ?? "";
        if (!body.Has("dedup_key")) Find("a trigger that cannot be resolved by its sender");
        if (Keep(new Row(key, $"{dedup}#{Received}", dedup, action, Clock, body, Clock), TimeSpan.Zero))
        {
            if (action == "trigger") _open.Add(dedup);
            else if (action == "resolve") _open.Remove(dedup);
        }

        return new ReceiverReply(202, JsonSerializer.Serialize(new { status = "success", message = "Event processed", dedup_key = dedup }));
    }

    private static ReceiverReply Wrong(params string[] errors) =>
        new(400, JsonSerializer.Serialize(new { status = "invalid event", message = "Event object is invalid", errors }));
}
