using System.Text;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Events.Alerts;
using Guidon.Receivers.PagerDuty;

namespace Guidon.Integrations.Tests;

/// <summary>What people are told of an alert, against payloads that another program wrote, and against a strict receiver.</summary>
public sealed class GoldenAlertTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private static readonly AlertEvent s_alert = GoldenAlert.Event;

    public static TheoryData<string> Names => [.. Catalog.All.Where(integration => integration.SendsAlerts).Select(integration => integration.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_second_channel_is_told_only_what_a_first_one_did_not_take(string integration)
    {
        var (first, second) = (Bind(integration), Bind(integration, ("when", "first_fails")));
        var escalated = s_alert with { IsEscalated = true };

        Assert.Equal((MappingOutcome.Mapped, MappingOutcome.Filtered), (first.MapAlert(s_alert).Outcome, second.MapAlert(s_alert).Outcome));
        Assert.Equal((MappingOutcome.Filtered, MappingOutcome.Mapped), (first.MapAlert(escalated).Outcome, second.MapAlert(escalated).Outcome));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_channel_for_pages_leaves_tickets_out_and_evaluations_are_none_of_its_business(string integration)
    {
        var bound = Bind(integration, ("severity", "pages"));

        Assert.Equal("no_page", bound.MapAlert(s_alert with { IsPage = false }).Reason);
        Assert.Equal("not_an_alert", bound.Map(Golden.Event).Reason);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_stored_record_holds_a_secret(string integration) =>
        Assert.DoesNotContain(Key, Encoding.UTF8.GetString(Bind(integration).MapAlert(s_alert).Records[0].Span), StringComparison.Ordinal);

    [Theory]
    [InlineData("alert-pagerduty", 202, """{"status":"success","dedup_key":"x"}""", Verdict.Delivered, "ok")]
    [InlineData("alert-pagerduty", 202, "{}", Verdict.Retry, "answer_unreadable")]
    [InlineData("alert-pagerduty", 400, """{"status":"invalid event","errors":["'routing_key' is invalid"]}""", Verdict.Hold, "invalid_routing_key")]
    [InlineData("alert-pagerduty", 400, """{"status":"invalid event","errors":["'payload.source' is missing or blank"]}""", Verdict.Split, "refused")]
    [InlineData("alert-pagerduty", 429, "{}", Verdict.Retry, "http_429")]
    [InlineData("alert-slack", 200, """{"ok":false,"error":"invalid_auth"}""", Verdict.Hold, "invalid_auth")]
    public void Answers_mean_what_the_receiver_documents(string integration, int status, string body, Verdict verdict, string reason)
    {
        var judged = Bind(integration).Judge(new Answer { Status = status, Body = Encoding.UTF8.GetBytes(body) }, []);

        Assert.Equal((verdict, reason), (judged.Verdict, judged.Reason));
    }

    [Fact]
    public void An_incident_opens_once_and_ends_with_its_alert()
    {
        var receiver = new StrictPagerDuty(new Doubles.FakeClock(s_alert.OccurredAt)) { Projects = { Key } };

        Assert.Equal(202, Post(receiver, s_alert).Status);
        Assert.Equal(202, Post(receiver, s_alert with { Id = Guid.NewGuid(), IsEscalated = true }, ("when", "first_fails")).Status);
        Assert.Equal(s_alert.DedupeKey, Assert.Single(receiver.Open));
        Assert.Equal(202, Post(receiver, s_alert with { IsResolved = true }).Status);
        Assert.Empty(receiver.Open);
        Assert.Empty(receiver.Findings);
    }

    [Theory]
    [InlineData("\"routing_key\":\"0123456789abcdef0123456789abcdef\"", "\"routing_key\":\"short\"", "routing_key")]
    [InlineData("\"trigger\"", "\"start\"", "event_action")]
    [InlineData("\"critical\"", "\"page\"", "payload.severity")]
    [InlineData("\"source\":\"guidon\"", "\"source\":\"\"", "payload.source")]
    [InlineData("\"timestamp\":\"2026-11-10T08:00:00.123Z\"", "\"timestamp\":\"yesterday\"", "payload.timestamp")]
    [InlineData("\"dedup_key\":\"guidon/guidon/41\"", "\"dedup_key\":\"\"", "dedup_key")]
    public void A_changed_copy_is_refused_by_name(string text, string other, string field)
    {
        var receiver = new StrictPagerDuty(new Doubles.FakeClock(s_alert.OccurredAt)) { Projects = { Key } };
        var body = Encoding.UTF8.GetString(Send(Bind("alert-pagerduty"), s_alert).Body.Span);
        Assert.Contains(text, body, StringComparison.Ordinal);

        var reply = Post(receiver, body.Replace(text, other, StringComparison.Ordinal));

        Assert.Equal(400, reply.Status);
        Assert.Contains(field, reply.Body, StringComparison.Ordinal);
        Assert.Empty(receiver.Rows);
    }

    private static Guidon.Receivers.ReceiverReply Post(StrictPagerDuty receiver, AlertEvent alert, params (string, string)[] settings) =>
        Post(receiver, Encoding.UTF8.GetString(Send(Bind("alert-pagerduty", settings), alert).Body.Span));

    private static Guidon.Receivers.ReceiverReply Post(StrictPagerDuty receiver, string body) => receiver.Receive(new Guidon.Receivers.ReceiverRequest(
        "POST", "/v2/enqueue", "", [new("Content-Type", "application/json")], Encoding.UTF8.GetBytes(body), receiver.Clock));

    private static BoundIntegration Bind(string integration, params (string Name, string Text)[] more) => Golden.Bind(
        integration,
        [
            ("api_token", "KEY"), ("channel_id", "C1"), ("base_url", "https://vendor.example.com/"), ("url", "https://vendor.example.com/hook"),
            ("routing_key", Key), .. more,
        ]);

    private static OutgoingRequest Send(BoundIntegration bound, AlertEvent alert) => GoldenAlert.Send(bound, alert);
}
