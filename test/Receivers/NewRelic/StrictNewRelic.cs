using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guidon.Receivers.NewRelic;

/// <summary>NerdGraph: 200 for nearly everything, what is wrong stands in <c>errors</c>.</summary>
public sealed partial class StrictNewRelic(TimeProvider time) : StrictReceiver(time)
{
    public override string Name => "new-relic";

    /// <summary>Applications that it knows.</summary>
    public HashSet<string> Applications { get; } = ["4711"];

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return ReceiverReply.Text(405, "post");
        if (request.Path.TrimEnd('/') != "/graphql") return ReceiverReply.Text(404, "not found");
        if (!request.HasMediaType("application/json")) return ReceiverReply.Text(415, "json");
        if (request.Header("API-Key") is not { Length: > 0 } key) return ReceiverReply.Text(401, "API-Key");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return ReceiverReply.Text(400, "json");
        if (!Projects.Contains(key)) return Errors("FORBIDDEN", "The API key provided is invalid");
        var query = body.Text("query") ?? "";
        if (!Mutation().IsMatch(query) || query.Count(letter => letter == '{') != query.Count(letter => letter == '}')) return Errors("GRAPHQL_PARSE_FAILED", "Syntax error");
        var tracked = body.Get("variables").Get("event");
        if (Fault(tracked) is { } fault) return Errors("BAD_USER_INPUT", fault);
        if (!tracked.Has("groupId")) Find("an event without groupId");
        var at = tracked.Has("timestamp") ? DateTimeOffset.FromUnixTimeMilliseconds(tracked.Get("timestamp").GetInt64()) : Clock;
        Keep(new Row(key, $"{tracked.Text("groupId")}#{Received}", Flag(tracked), "change", at, tracked, Clock), TimeSpan.Zero);
        return new ReceiverReply(200, """{"data":{"changeTrackingCreateEvent":{"changeTrackingEvent":{"changeTrackingId":"id"},"messages":[]}}}""");
    }

    private string? Fault(JsonElement tracked)
    {
        if (tracked.ValueKind != JsonValueKind.Object) return "event is required";
        var data = tracked.Get("categoryAndTypeData");
        if (data.Get("kind").Text("category") is not { Length: > 0 } category) return "category is required";
        if (data.Get("kind").Text("type") is not { Length: > 0 }) return "type is required";
        if (category == "FEATURE_FLAG" && data.Get("categoryFields").Get("featureFlag").Text("featureFlagId") is not { Length: > 0 }) return "featureFlagId is required";
        if (Invalid.Contains(Flag(tracked))) return "featureFlagId is not accepted";
        if (tracked.Get("entitySearch").Text("query") is not { } search) return "entitySearch is required";
        if (DomainId().Match(search) is not { Success: true } id || !Applications.Contains(id.Groups[1].Value)) return "No entity found";
        if (tracked.Has("timestamp") && (!tracked.Get("timestamp").TryNumber(out var stamp) || stamp != Math.Floor(stamp) || stamp < 1e12)) return "timestamp is no number of milliseconds";
        if (!tracked.Has("timestamp")) Find("an event without its own time");
        return tracked.Texts().Any(text => text.Length > 4_095) ? "a text is too long" : null;
    }

    private static string Flag(JsonElement tracked) => tracked.Get("categoryAndTypeData").Get("categoryFields").Get("featureFlag").Text("featureFlagId") ?? "";

    private static ReceiverReply Errors(string code, string message) =>
        new(200, JsonSerializer.Serialize(new { data = (object?)null, errors = new[] { new { message, extensions = new { errorClass = code } } } }));

    [GeneratedRegex(@"^\s*mutation\s*\(\s*\$event\s*:\s*ChangeTrackingCreateEventInput!\s*\)\s*\{\s*changeTrackingCreateEvent\s*\(\s*changeTrackingEvent\s*:\s*\$event\s*\)\s*\{.+\}\s*\}\s*$")]
    private static partial Regex Mutation();

    [GeneratedRegex("^domainId = '([0-9]+)'$")]
    private static partial Regex DomainId();
}
