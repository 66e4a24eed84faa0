using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Guidon.Receivers.Mixpanel;

/// <summary>The profile, import and track endpoints. A success of theirs may mean that some, or all, were refused.</summary>
public sealed partial class StrictMixpanel(TimeProvider time) : StrictReceiver(time)
{
    private static readonly HashSet<string> s_reserved = new(
        ["0", "-1", "-0", "00000000-0000-0000-0000-000000000000", "anon", "anonymous", "false", "lmy47d", "n/a", "na", "nil", "none", "null", "true", "undefined", "unknown", "[]", "{}", ""],
        StringComparer.OrdinalIgnoreCase);

    private readonly RateWindow _perDay = new(200_000, TimeSpan.FromHours(24));
    private readonly RateWindow _perSecond = new(30_000, TimeSpan.FromSeconds(1));

    public override string Name => "mixpanel";

    /// <summary>API secrets and the tokens of their projects.</summary>
    public Dictionary<string, string> Secrets { get; } = [];

    /// <summary>Projects of another residency: taken with a success, and hidden.</summary>
    public HashSet<string> Elsewhere { get; } = [];

    /// <summary>How it spells the id of a refused record; the documents say both.</summary>
    public string FailedIdName { get; set; } = "$insert_id";

    /// <summary>Bytes of a request; the prose says 10 MB, the OpenAPI example 2 MB.</summary>
    public int BytesMax { get; set; } = 10_000_000;

    protected override ReceiverReply Answer(ReceiverRequest request) => request.Path switch
    {
        "/import" => Import(request),
        "/engage" => Engage(request),
        "/track" => Track(request),
        _ => ReceiverReply.Text(404, "Not Found"),
    };

    private static ReceiverReply Json(int status, object body) => new(status, JsonSerializer.Serialize(body));

    private static JsonElement[]? Records(ReceiverRequest request)
    {
        try
        {
            if (request.Method == "GET") return Decode(request.Parameter("data"));
            if (request.HasMediaType("application/x-www-form-urlencoded"))
                return Decode(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body)).GetValueOrDefault("data").ToString());
            if (request.HasMediaType("application/x-ndjson"))
                return [.. Encoding.UTF8.GetString(request.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => StrictJson.Parse(Encoding.UTF8.GetBytes(line)))];
            return request.HasMediaType("application/json") ? Unwrap(StrictJson.Parse(request.Body)) : null;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidDataException)
        {
            return null;
        }
    }

    private static JsonElement[]? Decode(string? base64) => base64 is null ? null : Unwrap(StrictJson.Parse(Convert.FromBase64String(base64)));

    private static JsonElement[] Unwrap(JsonElement body) => body.ValueKind == JsonValueKind.Array ? body.Items() : [body];

    private string? ProjectOf(ReceiverRequest request)
    {
        var user = request.BasicUser() ?? "";
        return Secrets.TryGetValue(user, out var token) ? token : Projects.Contains(user) ? user : null;
    }

    private ReceiverReply Import(ReceiverRequest request)
    {
        if (ProjectOf(request) is not { } project) return Json(401, new { code = 401, error = "Invalid credentials", status = "Unauthorized" });
        if (Records(request) is not { } events) return Json(400, new { code = 400, error = "some data could not be parsed", status = "Bad Request" });
        if (request.Body.Length > BytesMax || events.Length > 2_000) return Json(413, new { code = 413, error = "request exceeds max limit", status = "Request Entity Too Large" });
        if (_perSecond.Add(project, events.Length, Clock).IsOver) return Json(429, new { code = 429, error = "Project exceeded rate limits", status = "Too Many Requests" });
        var isStrict = request.Parameter("strict") == "1";
        if (!isStrict && request.Method == "POST" && request.HasMediaType("application/json")) Find("an import without strict=1");
        var failed = new List<Dictionary<string, object?>>();
        foreach (var (index, one) in events.Index())
        {
            if (EventFault(one) is var (field, message))
            {
                failed.Add(new() { ["index"] = index, [FailedIdName] = one.Get("properties").Text("$insert_id"), ["field"] = field, ["message"] = message });
            }
            else
            {
                TakeEvent(project, one);
            }
        }

        var imported = events.Length - failed.Count;
        if (failed.Count == 0 || !isStrict) return Json(200, new { code = 200, num_records_imported = imported, status = "OK" });
        return Json(400, new { code = 400, error = "some data points in the request failed validation", failed_records = failed, num_records_imported = imported, status = "Bad Request" });
    }

    private (string Field, string Message)? EventFault(JsonElement one)
    {
        if (one.Text("event") is not { Length: > 0 and <= 255 }) return ("event", "'event' must be a string of up to 255 characters");
        var properties = one.Get("properties");
        if (properties.ValueKind != JsonValueKind.Object) return ("properties", "'properties' is required");
        if (one.GetRawText().Length > 1_000_000) return ("properties", "event is larger than 1 MB");
        if (properties.GetPropertyCount() >= 255) return ("properties", "too many properties");
        if (properties.Depth() > 4) return ("properties", "nested too deeply");
        if (!properties.Get("time").TryNumber(out var time)) return ("properties.time", "'properties.time' is invalid: must be a number");
        var at = At(time);
        if (at.Year < 1971 || at > Clock.AddHours(1)) return ("properties.time", "'properties.time' is out of bounds");
        if (properties.Text("distinct_id") is not { } user || s_reserved.Contains(user) || Invalid.Contains(user)) return ("properties.distinct_id", "'properties.distinct_id' is invalid");
        if (properties.Text("$insert_id") is not { } id || !InsertId().IsMatch(id)) return ("properties.$insert_id", "'properties.$insert_id' is invalid: must be up to 36 bytes of letters, digits and -");
        return null;
    }

    private void TakeEvent(string project, JsonElement one)
    {
        var properties = one.Get("properties");
        properties.Get("time").TryNumber(out var time);
        var user = properties.Text("distinct_id") ?? "";
        foreach (var text in properties.Texts().Where(text => text.Length > 255)) Find($"a text of {text.Length} characters, which is cut after 255");
        if (Elsewhere.Contains(project)) Drop("an event of another residency");
        var name = _perDay.Add($"{project}\n{user}", 1, Clock).IsOver ? "$hotshard_events" : one.Text("event") ?? "";
        var key = $"{one.Text("event")}/{time}/{user}/{properties.Text("$insert_id")}";
        if (!Elsewhere.Contains(project)) Keep(new Row(project, key, user, name, At(time), properties, Clock), TimeSpan.MaxValue);
    }

    // Anything older than five days vanishes behind a success.
    private ReceiverReply Track(ReceiverRequest request)
    {
        if (Records(request) is not { } events) return ReceiverReply.Text(200, "0");
        foreach (var one in events)
        {
            Find("an event sent to /track");
            var isFresh = one.Get("properties").Get("time").TryNumber(out var time) && At(time) > Clock.AddDays(-5);
            if (one.Get("properties").Text("token") is not { } token || !Projects.Contains(token)) Drop("unknown token");
            else if (!isFresh) Drop("an event older than five days");
            else if (one.Get("properties").Text("distinct_id") is { } user) Keep(new Row(token, $"track-{Received}", user, one.Text("event") ?? "", At(time), one.Get("properties"), Clock), TimeSpan.Zero);
        }

        return ReceiverReply.Text(200, "1");
    }

    private ReceiverReply Engage(ReceiverRequest request)
    {
        if (request.IsGzip) return Json(400, new { code = 400, error = "compression is not supported", status = "Bad Request" });
        if (Records(request) is not { Length: > 0 and <= 2_000 } updates) return Refused(request, "data, missing or empty");
        var failed = new List<Dictionary<string, object?>>();
        foreach (var (index, one) in updates.Index())
        {
            if (UpdateFault(one) is { } message) failed.Add(new() { ["index"] = index, ["field"] = "$set", ["message"] = message });
        }

        if (updates.All(one => one.Text("$token") is not { } token || !Projects.Contains(token))) return Refused(request, "$token, missing or invalid");
        foreach (var (index, one) in updates.Index())
        {
            if (failed.All(record => (int?)record["index"] != index)) TakeUpdate(one);
        }

        if (failed.Count == 0) return Taken(request, updates.Length);
        if (request.Parameter("strict") != "1") return ReceiverReply.Text(200, "0");
        return Json(400, new { code = 400, error = "some data points in the request failed validation", failed_records = failed, num_records_imported = updates.Length - failed.Count, status = "Bad Request" });
    }

    private static ReceiverReply Taken(ReceiverRequest request, int count) =>
        request.Parameter("strict") == "1" ? Json(200, new { code = 200, num_records_imported = count, status = "OK" })
        : request.Parameter("verbose") == "1" ? Json(200, new { status = 1, error = (string?)null })
        : ReceiverReply.Text(200, "1");

    private static ReceiverReply Refused(ReceiverRequest request, string error) =>
        request.Parameter("verbose") == "1" ? Json(200, new { status = 0, error }) : ReceiverReply.Text(200, "0");

    private string? UpdateFault(JsonElement one)
    {
        if (one.Text("$token") is not { } token || !Projects.Contains(token)) return "$token is invalid";
        if (one.Text("$distinct_id") is not { } user || s_reserved.Contains(user) || Invalid.Contains(user)) return "$distinct_id is invalid";
        if (one.GetRawText().Length > 1_000_000) return "update is larger than 1 MB";
        var operations = one.EnumerateObject().Where(field => field.Name is "$set" or "$set_once" or "$add" or "$append" or "$union" or "$unset" or "$delete").ToList();
        if (operations.Count != 1) return "exactly one operation is required";
        if (operations[0].Name == "$set" && operations[0].Value.ValueKind != JsonValueKind.Object) return "$set is not an object";
        return operations[0].Value.ValueKind == JsonValueKind.Object && operations[0].Value.GetPropertyCount() >= 255 ? "too many properties" : null;
    }

    private void TakeUpdate(JsonElement one)
    {
        var (token, user) = (one.Text("$token") ?? "", one.Text("$distinct_id") ?? "");
        if (!one.Has("$ip")) Find("a profile located by the sender's address");
        foreach (var text in one.Get("$set").Texts().Where(text => text.Length > 255)) Find($"a text of {text.Length} characters, which is cut after 255");
        if (Elsewhere.Contains(token)) Drop("an update of another residency");
        else if (one.Get("$set").ValueKind == JsonValueKind.Object) Set(token, user, one.Get("$set"));
    }

    private static DateTimeOffset At(double time) =>
        time > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)time) : DateTimeOffset.FromUnixTimeSeconds((long)time);

    [GeneratedRegex("^[A-Za-z0-9-]{1,36}$")]
    private static partial Regex InsertId();
}
