using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Mixpanel;

/// <summary>Reads both endpoints. Each says success by its status although it may have refused everything, or some by index.</summary>
internal static class MixpanelAnswer
{
    internal static BatchVerdict Judge(Answer answer, IReadOnlyList<OutgoingRecord> records)
    {
        var body = AnswerText.Object(answer);
        return Status(answer, body) switch
        {
            >= 200 and < 300 => Accepted(answer, body, records.Count),
            400 => Refused(body, records.Count),
            var status => StatusVerdict.Of(answer with { Status = status }),
        };
    }

    // A success that carries an error's code is the error.
    private static int Status(Answer answer, JsonElement body) =>
        answer.Status == 200 && AnswerText.Number(body, "code") is { } code and >= 400 and < 600 ? code : answer.Status;

    private static BatchVerdict Accepted(Answer answer, JsonElement body, int sent)
    {
        if (AnswerText.IsUnreadable(answer)) return BatchVerdict.Retry("answer_unreadable");
        if (body.ValueKind == JsonValueKind.Undefined) return OfDigit(AnswerText.Plain(answer));
        if (AnswerText.Number(body, "status") == 0) return IsAboutKey(body) ? BatchVerdict.Hold("bad_key") : BatchVerdict.Split("refused");
        return AnswerText.Number(body, "num_records_imported") < sent ? BatchVerdict.Split("not_ingested") : BatchVerdict.Delivered;
    }

    // Without verbose words 1 means taken and 0 refused, both with status 200. Any other text is nobody's success.
    private static BatchVerdict OfDigit(string text) => text switch
    {
        "1" => BatchVerdict.Delivered,
        "0" => BatchVerdict.Split("refused"),
        _ => BatchVerdict.Retry("answer_unreadable"),
    };

    // The valid ones are in when the count agrees; when it does not, they are sent again, which their insert ids make safe.
    private static BatchVerdict Refused(JsonElement body, int sent)
    {
        if (IsAboutKey(body)) return BatchVerdict.Hold("bad_key");
        var named = new Dictionary<int, string>();
        if (AnswerText.Property(body, "failed_records") is { ValueKind: JsonValueKind.Array } failed)
        {
            foreach (var record in failed.EnumerateArray())
            {
                // By index: the documents disagree about the name of the id beside it.
                if (AnswerText.Number(record, "index") is { } at && at >= 0 && at < sent)
                    named[at] = $"{AnswerText.Text(record, "field")}: {AnswerText.Text(record, "message")}";
            }
        }

        if (named.Count == 0) return BatchVerdict.Split("refused");
        var others = AnswerText.Number(body, "num_records_imported") == sent - named.Count ? RecordVerdict.Delivered : RecordVerdict.SendAgain;
        return BatchVerdict.ByRecord(
            "refused", [.. Enumerable.Range(0, sent).Select(at => named.TryGetValue(at, out var detail) ? RecordVerdict.Refused(detail) : others)]);
    }

    private static bool IsAboutKey(JsonElement body) =>
        AnswerText.Number(body, "num_records_imported") is null or 0
        && AnswerText.Property(body, "failed_records").ValueKind != JsonValueKind.Array
        && AnswerText.Text(body, "error").Contains("token", StringComparison.OrdinalIgnoreCase);
}
