using System.Text;
using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Integrations.Amplitude;

namespace Guidon.Integrations.Tests;

public sealed class AmplitudeAnswerTests
{
    private static readonly OutgoingRecord[] s_records = [Record("a"), Record("b"), Record("a"), Record("c")];

    [Theory]
    [InlineData(200, """{"code":200,"events_ingested":4,"payload_size_bytes":1,"server_upload_time":1795346037145}""", Verdict.Delivered, "ok")]
    [InlineData(200, "{}", Verdict.Delivered, "ok")]
    [InlineData(200, "", Verdict.Delivered, "ok")]
    [InlineData(200, """{"code":200,"events_ingested":3}""", Verdict.Split, "not_ingested")]
    [InlineData(200, """{"code":503,"error":"lies"}""", Verdict.Retry, "http_503")]
    [InlineData(200, """{"code":400,"error":"Invalid API key: AK"}""", Verdict.Hold, "bad_key")]
    [InlineData(200, " <html>Please log in</html>", Verdict.Retry, "answer_unreadable")]
    [InlineData(400, """{"code":400,"error":"Invalid API key: AK"}""", Verdict.Hold, "bad_key")]
    [InlineData(400, """{"code":400,"error":"Request missing required field","missing_field":"api_key"}""", Verdict.Hold, "bad_key")]
    [InlineData(400, """{"code":400,"error":"something else"}""", Verdict.Split, "refused")]
    [InlineData(400, """{"code":400,"events_with_invalid_fields":{"time":[99,-1,"x"]}}""", Verdict.Split, "refused")]
    [InlineData(400, "garbage", Verdict.Split, "refused")]
    [InlineData(400, "[]", Verdict.Split, "refused")]
    [InlineData(401, "", Verdict.Hold, "unauthorized")]
    [InlineData(403, "", Verdict.Hold, "forbidden")]
    [InlineData(413, """{"code":413,"error":"Payload too large"}""", Verdict.Split, "oversize")]
    [InlineData(429, """{"code":429,"error":"Too many requests"}""", Verdict.Retry, "http_429")]
    [InlineData(500, "", Verdict.Retry, "http_500")]
    [InlineData(503, "<html>", Verdict.Retry, "http_503")]
    [Trait("Row", "E03")]
    [Trait("Row", "RTY-14")]
    public void Answers_mean_what_Amplitude_documents(int status, string body, Verdict verdict, string reason)
    {
        var judged = Judge(status, body);

        Assert.Equal((verdict, reason), (judged.Verdict, judged.Reason));
    }

    [Fact]
    public void Events_that_are_named_are_refused_and_the_others_sent_again()
    {
        var judged = Judge(
            400,
            """{"code":400,"events_with_invalid_fields":{"time":[1]},"events_with_missing_fields":{"event_type":[3]},"events_with_invalid_id_lengths":{},"silenced_events":[]}""");

        Assert.Equal(
            [RecordVerdict.SendAgain, RecordVerdict.Refused("events_with_invalid_fields: time"), RecordVerdict.SendAgain, RecordVerdict.Refused("events_with_missing_fields: event_type")],
            judged.Records.ToArray());
    }

    [Fact]
    public void Silenced_events_are_refused() =>
        Assert.Equal(RecordVerdict.Refused("silenced_events"), Judge(400, """{"code":400,"silenced_events":[0]}""").Records[0]);

    [Fact]
    public void Throttled_users_are_left_alone_and_the_others_sent_at_once()
    {
        var wait = RecordVerdict.LeaveAlone(TimeSpan.FromSeconds(15));

        var judged = Judge(429, """{"code":429,"throttled_users":{"a":31},"throttled_events":[0,2],"exceeded_daily_quota_users":{}}""");

        Assert.Equal([wait, RecordVerdict.SendAgain, wait, RecordVerdict.SendAgain], judged.Records.ToArray());
    }

    [Fact]
    [Trait("Row", "RTY-06")]
    public void A_user_over_the_daily_quota_waits_and_is_not_dropped() =>
        Assert.Equal(
            RecordVerdict.LeaveAlone(TimeSpan.FromHours(1)), Judge(429, """{"code":429,"exceeded_daily_quota_users":{"c":500200}}""").Records[3]);

    [Fact]
    public void A_success_that_breaks_off_is_asked_again() =>
        Assert.Equal(
            Verdict.Retry, AmplitudeAnswer.Judge(new Answer { Status = 200, BodyCut = true, Body = Encoding.UTF8.GetBytes("{\"co") }, s_records).Verdict);

    private static BatchVerdict Judge(int status, string body) =>
        AmplitudeAnswer.Judge(new Answer { Status = status, Body = Encoding.UTF8.GetBytes(body) }, s_records);

    private static OutgoingRecord Record(string identifier) => new(Guid.Empty, identifier, SomeEvents.Start, Encoding.UTF8.GetBytes("{}"));
}
