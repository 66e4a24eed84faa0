using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Amplitude;

/// <summary>
/// Reads what the batch endpoint answers. Amplitude takes a request whole or not at all: after a 400 that names events, the
/// others are sent again, which insert ids make safe.
/// </summary>
internal static class AmplitudeAnswer
{
    // Source: Batch Event Upload API, "429": pause the user for 15 seconds.
    private static readonly TimeSpan s_throttled = TimeSpan.FromSeconds(15);

    // Source: Batch Event Upload API, daily quota: it frees up hour by hour over 24 hours. Asked again hourly, never dropped.
    private static readonly TimeSpan s_overQuota = TimeSpan.FromHours(1);

    private static readonly string[] s_eventMaps =
        ["events_with_invalid_fields", "events_with_missing_fields", "events_with_invalid_id_lengths"];

    internal static BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        var body = AnswerText.Object(answer);
        return Status(answer, body) switch
        {
            >= 200 and < 300 => Accepted(answer, body, records.Count),
            400 => Refused(body, records.Count),
            429 => Throttled(answer, body, records),
            var status => StatusVerdict.Of(answer with { Status = status }),
        };
    }

    // A success that carries an error's code is the error.
    private static int Status(Answer answer, JsonElement body) =>
        answer.Status == 200 && AnswerText.Number(body, "code") is { } code and >= 400 and < 600 ? code : answer.Status;

    private static BatchVerdict Accepted(Answer answer, JsonElement body, int sent)
    {
        if (AnswerText.IsUnreadable(answer)) return BatchVerdict.Retry("answer_unreadable");
        return AnswerText.Number(body, "events_ingested") < sent ? BatchVerdict.Split("not_ingested") : BatchVerdict.Delivered;
    }

    private static BatchVerdict Refused(JsonElement body, int sent)
    {
        if (IsAboutKey(body)) return BatchVerdict.Hold("bad_key");
        var verdicts = Enumerable.Repeat(RecordVerdict.SendAgain, sent).ToArray();
        foreach (var map in s_eventMaps)
        {
            foreach (var field in Properties(body, map)) Name(field.Value, verdicts, RecordVerdict.Refused($"{map}: {field.Name}"));
        }

        Name(AnswerText.Property(body, "silenced_events"), verdicts, RecordVerdict.Refused("silenced_events"));
        return Array.TrueForAll(verdicts, verdict => verdict.Outcome == RecordOutcome.SendAgain)
            ? BatchVerdict.Split("refused")
            : BatchVerdict.ByRecord("refused", ImmutableArray.Create(verdicts));
    }

    private static BatchVerdict Throttled(Answer answer, JsonElement body, IReadOnlyList<OutgoingRecord> records)
    {
        var throttled = answer.RetryAfter > s_throttled ? answer.RetryAfter.Value : s_throttled;
        var verdicts = Enumerable.Repeat(RecordVerdict.SendAgain, records.Count).ToArray();
        Name(AnswerText.Property(body, "throttled_events"), verdicts, RecordVerdict.LeaveAlone(throttled));
        NameUsers(body, "throttled_users", records, verdicts, throttled);
        NameUsers(body, "exceeded_daily_quota_users", records, verdicts, s_overQuota);
        return Array.TrueForAll(verdicts, verdict => verdict.Outcome == RecordOutcome.SendAgain)
            ? BatchVerdict.Retry("http_429")
            : BatchVerdict.ByRecord("throttled", ImmutableArray.Create(verdicts));
    }

    private static bool IsAboutKey(JsonElement body) =>
        IsKey(AnswerText.Text(body, "error")) || IsKey(AnswerText.Text(body, "missing_field"));

    private static bool IsKey(string text) =>
        text.Contains("api_key", StringComparison.OrdinalIgnoreCase) || text.Contains("api key", StringComparison.OrdinalIgnoreCase);

    private static void Name(JsonElement indexes, RecordVerdict[] verdicts, RecordVerdict verdict)
    {
        if (indexes.ValueKind != JsonValueKind.Array) return;
        foreach (var index in indexes.EnumerateArray())
        {
            if (index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var at) && at >= 0 && at < verdicts.Length)
                verdicts[at] = verdict;
        }
    }

    private static void NameUsers(
        JsonElement body, string map, IReadOnlyList<OutgoingRecord> records, RecordVerdict[] verdicts, TimeSpan wait)
    {
        var users = Properties(body, map).Select(user => user.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < records.Count; i++)
        {
            if (users.Contains(records[i].Identifier)) verdicts[i] = RecordVerdict.LeaveAlone(wait);
        }
    }

    private static JsonElement.ObjectEnumerator Properties(JsonElement body, string name) =>
        AnswerText.Property(body, name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : default;
}
