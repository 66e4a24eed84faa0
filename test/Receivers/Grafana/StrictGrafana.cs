using System.Text.Json;

namespace Guidon.Receivers.Grafana;

/// <summary>The annotations API: any time, any number of doubles, tags by which they are found.</summary>
public sealed class StrictGrafana(TimeProvider time) : StrictReceiver(time)
{
    public override string Name => "grafana";

    /// <summary>Tokens that may read only.</summary>
    public HashSet<string> Viewers { get; } = [];

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Path.TrimEnd('/') != "/api/annotations") return Message(404, "Not found");
        if (request.Header("Authorization") is not { } header || !header.StartsWith("Bearer ", StringComparison.Ordinal)) return Message(401, "Unauthorized");
        var token = header["Bearer ".Length..];
        if (!Projects.Contains(token)) return Message(401, "Invalid API key");
        if (request.Method == "GET") return Query(token, request.Parameter("tags") ?? "");
        if (request.Method != "POST") return Message(405, "Method not allowed");
        if (Viewers.Contains(token)) return Message(403, "You'll need additional permissions to perform this action. Permissions needed: annotations:create");
        if (!request.HasMediaType("application/json")) return Message(415, "Unsupported media type");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Message(400, "bad request data");
        if (Fault(body) is { } fault) return Message(400, fault);
        var tags = body.Get("tags").Items().Select(tag => tag.GetString() ?? "").ToArray();
        var id = tags.FirstOrDefault(tag => tag.StartsWith("event:", StringComparison.Ordinal));
        if (id is null) Find("an annotation that cannot be told from another");
        if (!body.Has("time")) Find("an annotation without its own time");
        var at = body.Has("time") ? DateTimeOffset.FromUnixTimeMilliseconds(body.Get("time").GetInt64()) : Clock;
        Keep(new Row(token, $"{id}#{Received}", Feature(body), "annotation", at, body, Clock), TimeSpan.Zero);
        return new ReceiverReply(200, $$"""{"message":"Annotation added","id":{{Received}}}""");
    }

    private ReceiverReply Query(string token, string tag) => new(200, JsonSerializer.Serialize(
        Rows.Where(row => row.Project == token && row.Properties.Get("tags").Items().Any(each => each.GetString() == tag)).Select(row => row.Properties)));

    private string? Fault(JsonElement body)
    {
        if (Invalid.Contains(Feature(body))) return "a tag is not accepted";
        if (string.IsNullOrEmpty(body.Text("text"))) return "text field should not be empty";
        foreach (var name in (string[])["time", "timeEnd"])
        {
            if (body.Has(name) && (!body.Get(name).TryNumber(out var stamp) || stamp != Math.Floor(stamp) || stamp < 1e11)) return name + " is no number of milliseconds";
        }

        if (body.Has("tags") && body.Get("tags").ValueKind != JsonValueKind.Array) return "tags are no list";
        return body.Get("tags").Items().Any(tag => tag.ValueKind != JsonValueKind.String || tag.GetString() is not { Length: > 0 and <= 100 }) ? "a tag is too long" : null;
    }

    private static string Feature(JsonElement body) =>
        body.Get("tags").Items().Select(tag => tag.ToString()).FirstOrDefault(tag => tag.StartsWith("feature:", StringComparison.Ordinal))?["feature:".Length..] ?? "";

    private static ReceiverReply Message(int status, string message) => new(status, JsonSerializer.Serialize(new { message }));
}
