using System.Text;
using Guidon.Delivery;
using Guidon.Doubles;

namespace Guidon.Integrations.Tests;

/// <summary>What each vendor's answers mean, its successes that are none included.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData("heap", 200, "OK", Verdict.Delivered, "ok")]
    [InlineData("heap", 200, "<html>", Verdict.Retry, "answer_unreadable")]
    [InlineData("heap", 400, "Invalid JSON", Verdict.Split, "refused")]
    [InlineData("heap", 429, "", Verdict.Retry, "http_429")]
    [InlineData("segment", 200, """{"success":true}""", Verdict.Delivered, "ok")]
    [InlineData("segment", 200, """{"success":false}""", Verdict.Retry, "not_taken")]
    [InlineData("segment", 200, " <!doctype html>", Verdict.Retry, "answer_unreadable")]
    [InlineData("segment", 400, """{"success":false}""", Verdict.Split, "refused")]
    [InlineData("segment", 401, "", Verdict.Hold, "unauthorized")]
    [InlineData("rudderstack", 200, "OK", Verdict.Delivered, "ok")]
    [InlineData("rudderstack", 200, "<html>", Verdict.Retry, "answer_unreadable")]
    [InlineData("rudderstack", 400, "request neither has anonymousId nor userId", Verdict.Split, "refused")]
    [InlineData("rudderstack", 401, "invalid write key", Verdict.Hold, "unauthorized")]
    [InlineData("rudderstack", 404, "source is disabled", Verdict.Hold, "not_found")]
    [InlineData("rudderstack", 413, "", Verdict.Split, "oversize")]
    [InlineData("rudderstack", 504, "", Verdict.Retry, "http_504")]
    [InlineData("posthog", 200, """{"status":1}""", Verdict.Delivered, "ok")]
    [InlineData("posthog", 200, """{"status":1,"quota_limited":["events"]}""", Verdict.Retry, "over_quota")]
    [InlineData("posthog", 200, """{"status":1,"quota_limited":[]}""", Verdict.Delivered, "ok")]
    [InlineData("posthog", 401, "", Verdict.Hold, "unauthorized")]
    [InlineData("posthog", 413, "", Verdict.Split, "oversize")]
    [InlineData("mixpanel", 200, "1", Verdict.Delivered, "ok")]
    [InlineData("mixpanel", 200, "0", Verdict.Split, "refused")]
    [InlineData("mixpanel", 200, "", Verdict.Retry, "answer_unreadable")]
    [InlineData("mixpanel", 200, "<html>", Verdict.Retry, "answer_unreadable")]
    [InlineData("mixpanel", 200, """{"status":1,"error":null}""", Verdict.Delivered, "ok")]
    [InlineData("mixpanel", 200, """{"status":0,"error":"data, missing or empty"}""", Verdict.Split, "refused")]
    [InlineData("mixpanel", 200, """{"status":0,"error":"$token, missing or invalid"}""", Verdict.Hold, "bad_key")]
    [InlineData("mixpanel", 200, """{"code":200,"num_records_imported":2,"status":"OK"}""", Verdict.Delivered, "ok")]
    [InlineData("mixpanel", 200, """{"code":200,"num_records_imported":1,"status":"OK"}""", Verdict.Split, "not_ingested")]
    [InlineData("mixpanel", 200, """{"code":429,"error":"slow down"}""", Verdict.Retry, "http_429")]
    [InlineData("mixpanel", 400, """{"code":400,"failed_records":[{"index":7}],"num_records_imported":1}""", Verdict.Split, "refused")]
    [InlineData("mixpanel", 400, "garbage", Verdict.Split, "refused")]
    [InlineData("mixpanel", 401, """{"code":401}""", Verdict.Hold, "unauthorized")]
    [InlineData("mixpanel", 413, "", Verdict.Split, "oversize")]
    [InlineData("mixpanel", 429, "", Verdict.Retry, "http_429")]
    [InlineData("mixpanel", 503, "", Verdict.Retry, "http_503")]
    [Trait("Row", "E03")]
    [Trait("Row", "RTY-11")]
    public void Answers_mean_what_the_vendor_documents(string integration, int status, string body, Verdict verdict, string reason)
    {
        var judged = Judge(integration, status, body);

        Assert.Equal((verdict, reason), (judged.Verdict, judged.Reason));
    }

    [Theory]
    [InlineData("insert_id")]
    [InlineData("$insert_id")]
    [Trait("Row", "PSN-02")]
    public void Refused_records_are_found_by_index_whatever_their_id_is_called(string name)
    {
        var judged = Judge("mixpanel", 400, $$"""{"code":400,"failed_records":[{"index":1,"{{name}}":"x","field":"time","message":"no"}],"num_records_imported":1}""");

        Assert.Equal([RecordVerdict.Delivered, RecordVerdict.Refused("time: no")], judged.Records.ToArray());
    }

    [Fact]
    [Trait("Row", "PSN-03")]
    public void Nothing_counts_as_taken_while_the_number_of_imported_records_does_not_agree() =>
        Assert.Equal(
            [RecordVerdict.SendAgain, RecordVerdict.Refused("a: b")],
            Judge("mixpanel", 400, """{"code":400,"failed_records":[{"index":1,"field":"a","message":"b"}],"num_records_imported":0}""").Records.ToArray());

    private static BatchVerdict Judge(string integration, int status, string body) =>
        Destinations.Bind(integration).Judge(new Answer { Status = status, Body = Encoding.UTF8.GetBytes(body) }, [Record(), Record()]);

    private static OutgoingRecord Record() => new(Guid.Empty, "a", SomeEvents.Start, Encoding.UTF8.GetBytes("{}"));
}
