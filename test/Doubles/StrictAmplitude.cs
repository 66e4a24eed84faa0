using System.Text.Json;

namespace Guidon.Doubles;

/// <summary>Answers as the batch endpoint documents: all or nothing, refused events by index, one row per insert id.</summary>
public sealed class StrictAmplitude(string apiKey)
{
    private readonly Dictionary<string, JsonElement> _unique = [];

    /// <summary>Users whose events are refused.</summary>
    public HashSet<string> Invalid { get; } = [];

    /// <summary>What it would show, one event per insert id, in the order of arrival.</summary>
    public IReadOnlyCollection<JsonElement> Unique => _unique.Values;

    public Reply Answer(ReceivedRequest request)
    {
        if (request.Path != "/batch" || request.Header("Content-Type") != "application/json") return 404;
        var body = request.Json;
        if (body.GetProperty("api_key").GetString() != apiKey) return new Reply(400, """{"code":400,"error":"Invalid API key"}""");
        var events = body.GetProperty("events").EnumerateArray().ToArray();
        if (events.Length is 0 or > 2_000) return new Reply(413, """{"code":413,"error":"Payload too large"}""");
        var refused = Enumerable.Range(0, events.Length).Where(i => !IsValid(events[i])).ToArray();
        if (refused.Length > 0)
        {
            var indexes = string.Join(',', refused);
            return new Reply(400, $$$"""{"code":400,"error":"Invalid","events_with_invalid_fields":{"user_id":[{{{indexes}}}]}}""");
        }

        foreach (var one in events) _unique.TryAdd(one.GetProperty("insert_id").GetString()!, one);
        return new Reply(200, $$"""{"code":200,"events_ingested":{{events.Length}},"payload_size_bytes":1,"server_upload_time":1}""");
    }

    private bool IsValid(JsonElement one) =>
        one.GetProperty("event_type").GetString() is "$identify" or "Flags Evaluated"
        && one.GetProperty("time").TryGetInt64(out _)
        && Guid.TryParse(one.GetProperty("insert_id").GetString(), out _)
        && !Invalid.Contains(one.GetProperty("user_id").GetString()!);
}
