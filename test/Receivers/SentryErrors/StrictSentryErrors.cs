using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guidon.Receivers.SentryErrors;

/// <summary>
/// Envelopes, as relay takes them: the key from the header or the address, a line of headers, items with their lengths, events by id once, check-ins
/// by id with their last state. What it does not understand in an item it drops behind a success, as the original does.
/// </summary>
public sealed partial class StrictSentryErrors(TimeProvider time) : StrictReceiver(time)
{
    private const int EventBytesMax = 1_024 * 1_024;   // Source: "Envelopes", size limits.

    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(30);
    private static readonly string[] s_levels = ["fatal", "error", "warning", "info", "debug"];
    private static readonly string[] s_statuses = ["in_progress", "ok", "error"];
    private static readonly string[] s_units = ["minute", "hour", "day", "week", "month", "year"];

    public override string Name => "sentry-errors";

    protected override ReceiverReply Answer(ReceiverRequest request)
    {
        if (!EnvelopePath().IsMatch(request.Path)) return new ReceiverReply(404, """{"detail":"not found"}""");
        if (request.Method != "POST") return new ReceiverReply(405, """{"detail":"method not allowed"}""");
        if (KeyOf(request) is not { } key) return new ReceiverReply(401, """{"detail":"missing authorization information"}""");
        if (!Projects.Contains(key)) return new ReceiverReply(403, """{"detail":"event submission rejected with_reason: ProjectId"}""");
        try
        {
            return Take(key, request.Body);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            return new ReceiverReply(400, JsonSerializer.Serialize(new { detail = "invalid event envelope", causes = new[] { wrong.Message } }));
        }
    }

    // Clients of browsers and Node put it into the address, others into the header.
    private static string? KeyOf(ReceiverRequest request)
    {
        if (request.Header("X-Sentry-Auth") is not { } header) return request.Parameter("sentry_version") == "7" ? request.Parameter("sentry_key") : null;
        if (!header.StartsWith("Sentry ", StringComparison.Ordinal)) return null;
        var parts = header[7..].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[^1]);
        return parts.GetValueOrDefault("sentry_version") == "7" && parts.ContainsKey("sentry_client") ? parts.GetValueOrDefault("sentry_key") : null;
    }

    private ReceiverReply Take(string key, byte[] body)
    {
        var at = 0;
        var head = StrictJson.Parse(Line(body, ref at));
        var id = head.Text("event_id");
        if (head.Has("event_id") && !EventId().IsMatch(id ?? "")) throw new InvalidDataException("event_id");
        if (!DateTimeOffset.TryParse(head.Text("sent_at"), CultureInfo.InvariantCulture, out _)) Find("an envelope without sent_at");
        while (at < body.Length)
        {
            var itemHead = Line(body, ref at);
            if (itemHead.Length == 0) continue;   // an empty line at the end
            var item = StrictJson.Parse(itemHead);
            var type = item.Text("type") ?? throw new InvalidDataException("type");
            var payload = item.Get("length").TryNumber(out var length) ? Bytes(body, ref at, (int)length) : Line(body, ref at);
            if (payload.Length > EventBytesMax) return new ReceiverReply(413, """{"detail":"envelope exceeded size limits"}""");
            TakeItem(key, id, type, payload);
        }

        return new ReceiverReply(200, JsonSerializer.Serialize(id is null ? new { } : (object)new { id }));
    }

    private void TakeItem(string key, string? envelopeId, string type, byte[] payload)
    {
        if (type is not ("event" or "check_in"))
        {
            if (type is not ("session" or "sessions" or "client_report")) Drop($"an item of type {type}");
            return;
        }

        var json = StrictJson.Parse(payload);
        var errors = (type == "event" ? EventErrors(json, envelopeId) : CheckInErrors(json)).ToList();
        if (errors.Count > 0)
        {
            foreach (var error in errors) Drop($"{type}: {error}");
            return;
        }

        if (type == "event") Keep(new Row(key, envelopeId ?? "", "", "event", ShownAt(json), json, Clock), s_oldest);
        else Keep(new Row(key, $"{json.Text("check_in_id")}/{json.Text("status")}", json.Text("monitor_slug") ?? "", "check_in", Clock, json, Clock), s_oldest);
    }

    private IEnumerable<string> EventErrors(JsonElement json, string? envelopeId)
    {
        if (envelopeId is null) yield return "an event needs the envelope's event_id";
        if (json.Text("event_id") != envelopeId) yield return "event_id is another than the envelope's";
        if (json.Has("level") && !s_levels.Contains(json.Text("level"))) yield return "level";
        if (!json.Has("platform")) yield return "platform";
        if (ShownAt(json) < Clock - s_oldest || ShownAt(json) > Clock.AddMinutes(1)) yield return "timestamp";
        if (json.Has("fingerprint") && json.Get("fingerprint").Items() is var parts && (parts.Length == 0 || parts.Any(part => part.ValueKind != JsonValueKind.String))) yield return "fingerprint";
        if (json.Has("tags"))
        {
            foreach (var tag in json.Get("tags").EnumerateObject())
            {
                if (!TagKey().IsMatch(tag.Name)) yield return $"tag {tag.Name}";
                if (tag.Value.ValueKind != JsonValueKind.String || tag.Value.GetString() is not { Length: >= 1 and <= 200 } text || text.Contains('\n', StringComparison.Ordinal)) yield return $"value of tag {tag.Name}";
            }
        }

        if (json.Text("release") is { } release && (release.Length > 200 || release.AsSpan().ContainsAny("\n\t/\\"))) yield return "release";
        if (json.Text("environment") is { } environment && (environment.Length > 64 || environment.AsSpan().ContainsAny(" \n/"))) yield return "environment";
        foreach (var exception in json.Get("exception").Get("values").Items())
        {
            if (!exception.Has("type") && !exception.Has("value")) yield return "an exception without type and value";
            foreach (var frame in exception.Get("stacktrace").Get("frames").Items())
            {
                if (!frame.Has("function") && !frame.Has("filename") && !frame.Has("module")) yield return "a frame without a place";
                if (frame.Has("lineno") && frame.Get("lineno").ValueKind != JsonValueKind.Number) yield return "lineno";
            }
        }
    }

    private static IEnumerable<string> CheckInErrors(JsonElement json)
    {
        if (!EventId().IsMatch(json.Text("check_in_id") ?? "")) yield return "check_in_id";
        if (!Slug().IsMatch(json.Text("monitor_slug") ?? "")) yield return "monitor_slug";
        if (!s_statuses.Contains(json.Text("status"))) yield return "status";
        if (!json.Has("monitor_config")) yield break;
        var schedule = json.Get("monitor_config").Get("schedule");
        if (schedule.Text("type") is not ("interval" or "crontab")) yield return "schedule.type";
        if (schedule.Text("type") == "interval" && (!schedule.Get("value").TryNumber(out var value) || value < 1 || !s_units.Contains(schedule.Text("unit")))) yield return "schedule";
        foreach (var minutes in (string[])["checkin_margin", "max_runtime"])
        {
            if (json.Get("monitor_config").Has(minutes) && (!json.Get("monitor_config").Get(minutes).TryNumber(out var number) || number < 1)) yield return minutes;
        }
    }

    // Seconds since 1970, or text.
    private static DateTimeOffset ShownAt(JsonElement json) =>
        json.Get("timestamp").TryNumber(out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
        : DateTimeOffset.TryParse(json.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;

    private static byte[] Line(byte[] body, ref int at)
    {
        var end = Array.IndexOf(body, (byte)'\n', at);
        if (end < 0) end = body.Length;
        var line = body[at..end];
        at = Math.Min(end + 1, body.Length);
        return line;
    }

    private static byte[] Bytes(byte[] body, ref int at, int length)
    {
        if (at + length > body.Length) throw new InvalidDataException("an item is shorter than its length");
        var bytes = body[at..(at + length)];
        at += length;
        if (at < body.Length && body[at] != '\n') throw new InvalidDataException("an item is longer than its length");
        at = Math.Min(at + 1, body.Length);
        return bytes;
    }

    [GeneratedRegex("^/api/[0-9]+/envelope/$")]
    private static partial Regex EnvelopePath();

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex EventId();

    [GeneratedRegex("^[a-zA-Z0-9_.:-]{1,200}$")]
    private static partial Regex TagKey();

    [GeneratedRegex("^[a-z0-9_-]{1,50}$")]
    private static partial Regex Slug();
}
