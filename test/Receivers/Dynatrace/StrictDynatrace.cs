using System.Text.Json;

namespace Guidon.Receivers.Dynatrace;

/// <summary>The Events API, version 2: bounded times and texts; a selector that matches nothing is a success that reports nothing.</summary>
public sealed class StrictDynatrace(TimeProvider time) : StrictReceiver(time)
{
    private static readonly string[] s_info = ["CUSTOM_DEPLOYMENT", "CUSTOM_ANNOTATION", "CUSTOM_CONFIGURATION", "CUSTOM_INFO", "MARKED_FOR_TERMINATION"];
    private static readonly string[] s_problems = ["AVAILABILITY_EVENT", "ERROR_EVENT", "PERFORMANCE_EVENT", "RESOURCE_CONTENTION_EVENT", "CUSTOM_ALERT"];

    public override string Name => "dynatrace";

    /// <summary>Selectors that match an entity; none given is the environment, which always matches.</summary>
    public HashSet<string> Selectors { get; } = ["type(SERVICE),entityName(shop)"];

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return Error(405, "method");
        if (request.Path.TrimEnd('/') != "/api/v2/events/ingest") return Error(404, "path");
        if (request.Header("Authorization") is not { } header || !header.StartsWith("Api-Token ", StringComparison.Ordinal)) return Error(401, "token");
        var key = header["Api-Token ".Length..];
        if (!Projects.Contains(key)) return Error(403, "Token is missing required scope events.ingest");
        if (!request.HasMediaType("application/json")) return Error(415, "content type");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Error(400, "malformed JSON");
        if (Fault(body) is { } fault) return Error(400, fault);
        if (body.Text("entitySelector") is { } selector && !Selectors.Contains(selector)) return new ReceiverReply(201, """{"reportCount":0,"eventIngestResults":[]}""");
        var properties = body.Get("properties");
        var id = properties.Text("guidon.event.id");
        if (id is null) Find("an event that cannot be told from another");
        var at = body.Has("startTime") ? DateTimeOffset.FromUnixTimeMilliseconds(body.Get("startTime").GetInt64()) : Clock;
        Keep(new Row(key, $"{id}#{Received}", properties.Text("feature") ?? "", body.Text("eventType") ?? "", at, body, Clock), TimeSpan.Zero);
        return new ReceiverReply(201, """{"reportCount":1,"eventIngestResults":[{"correlationId":"c","status":"OK"}]}""");
    }

    private string? Fault(JsonElement body)
    {
        var type = body.Text("eventType") ?? "";
        if (!s_info.Contains(type) && !s_problems.Contains(type)) return "eventType";
        if (body.Text("title") is not { Length: > 0 and <= 500 }) return "title";
        foreach (var name in (string[])["startTime", "endTime"])
        {
            if (!body.Has(name)) continue;
            if (!body.Get(name).TryNumber(out var stamp) || stamp != Math.Floor(stamp)) return name;
            var age = Clock - DateTimeOffset.FromUnixTimeMilliseconds((long)stamp);
            if (age > (s_info.Contains(type) ? TimeSpan.FromDays(30) : TimeSpan.FromHours(6))) return name + " is too far back";
            if (age < -TimeSpan.FromDays(7)) return name + " is too far ahead";
        }

        if (!body.Has("startTime")) Find("an event without its own time");
        if (body.Has("entitySelector") && body.Text("entitySelector") is not { Length: > 0 and <= 2_000 }) return "entitySelector";
        if (body.Has("properties") && body.Get("properties").ValueKind != JsonValueKind.Object) return "properties";
        if (!body.Has("properties")) return null;
        var properties = body.Get("properties").EnumerateObject().ToArray();
        if (Invalid.Contains(body.Get("properties").Text("feature") ?? "")) return "properties.feature";
        return properties.Length > 100 || properties.Any(each => each.Name.Length > 100 || each.Value.ValueKind != JsonValueKind.String || each.Value.GetString() is not { Length: <= 4_096 })
            ? "properties" : null;
    }

    private static ReceiverReply Error(int code, string message) => new(code, JsonSerializer.Serialize(new { error = new { code, message } }));
}
