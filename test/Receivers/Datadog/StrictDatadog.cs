using System.Globalization;
using System.Text.Json;

namespace Guidon.Receivers.Datadog;

/// <summary>The event intake, version 2: change events of at most 18 hours, the key in a header.</summary>
public sealed class StrictDatadog(TimeProvider time) : StrictReceiver(time)
{
    private static readonly TimeSpan s_ageMax = TimeSpan.FromHours(18);
    private static readonly string[] s_authors = ["user", "system", "api", "automation"];

    public override string Name => "datadog";

    /// <summary>Whether an event that is too old is taken and dated now, which the documentation leaves open.</summary>
    public bool DatesAnew { get; set; }

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (request.Method != "POST") return Error(405, "method not allowed");
        if (request.Path.TrimEnd('/') != "/api/v2/events") return Error(404, "not found");
        if (request.Header("DD-API-KEY") is not { Length: > 0 } key) return Error(401, "missing key");
        if (!Projects.Contains(key)) return Error(403, "forbidden");
        if (!request.HasMediaType("application/json")) return Error(400, "content type");
        if (StrictJson.TryParse(request) is not { ValueKind: JsonValueKind.Object } body) return Error(400, "malformed JSON");
        if (body.Get("data").Text("type") != "event") return Error(400, "data.type");
        var attributes = body.Get("data").Get("attributes");
        if (Fault(attributes) is { } fault) return Error(400, fault);
        var at = Time(attributes.Text("timestamp"));
        if (Clock - at > s_ageMax && !DatesAnew) return Error(400, "timestamp is older than 18 hours");
        if (Clock - at > s_ageMax) Drop("the time of an event that was too old");
        var flag = attributes.Get("attributes").Get("changed_resource").Text("name") ?? "";
        Keep(new Row(key, attributes.Text("aggregation_key") + "#" + Received, flag, "change", Clock - at > s_ageMax ? Clock : at ?? Clock, attributes, Clock), TimeSpan.Zero);
        return new ReceiverReply(202, """{"data":{"type":"event","attributes":{}}}""");
    }

    private string? Fault(JsonElement attributes)
    {
        if (attributes.Text("category") != "change") return "category";
        if (attributes.Text("title") is not { Length: > 0 and <= 500 }) return "title";
        if (attributes.Has("message") && attributes.Text("message") is not { Length: <= 4_000 }) return "message";
        if (attributes.Has("aggregation_key") && attributes.Text("aggregation_key") is not { Length: <= 100 }) return "aggregation_key";
        if (!attributes.Has("aggregation_key")) Find("an event without aggregation_key");
        if (attributes.Has("timestamp") && Time(attributes.Text("timestamp")) is null) return "timestamp";
        if (!attributes.Has("timestamp")) Find("an event without its own time");
        if (attributes.Has("tags") && attributes.Get("tags").ValueKind != JsonValueKind.Array) return "tags";
        if (attributes.Get("tags").Items().Any(tag => tag.GetString() is not { Length: <= 200 })) return "tags";
        var change = attributes.Get("attributes");
        if (change.Get("changed_resource").Text("type") is not ("feature_flag" or "configuration")) return "changed_resource.type";
        if (change.Get("changed_resource").Text("name") is not { Length: > 0 and <= 128 } flag || Invalid.Contains(flag)) return "changed_resource.name";
        if (change.Has("author") && !s_authors.Contains(change.Get("author").Text("type"))) return "author.type";
        if (change.Has("author") && change.Get("author").Text("name") is not { Length: > 0 }) return "author.name";
        return ((string[])["prev_value", "new_value"]).FirstOrDefault(name => change.Has(name) && change.Get(name).ValueKind != JsonValueKind.Object);
    }

    private static ReceiverReply Error(int status, string title) => new(status, JsonSerializer.Serialize(new { errors = new[] { new { title } } }));

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
