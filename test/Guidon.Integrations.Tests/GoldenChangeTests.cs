using System.Text;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Events.Changes;

namespace Guidon.Integrations.Tests;

/// <summary>What receivers are told of a change, against payloads that another program wrote.</summary>
public sealed class GoldenChangeTests
{
    [Theory]
    [InlineData("change-webhook", "change-webhook")]
    [InlineData("sentry", "sentry")]
    public void Bodies_that_receivers_sign_are_the_golden_ones_byte_for_byte(string integration, string golden) =>
        Assert.Equal(Golden.Text(golden + ".json"), Text(GoldenChange.Send(GoldenChange.Bind(integration), GoldenChange.Event)));

    [Fact]
    public void A_deleted_state_a_new_one_and_an_audit_record_have_their_own_bodies()
    {
        var bound = GoldenChange.Bind("change-webhook");

        Assert.Equal(Golden.Text("change-webhook-deleted.json"), Text(GoldenChange.Send(bound, GoldenChange.Event with { State = null })));
        Assert.Equal(Golden.Text("change-webhook-created.json"), Text(GoldenChange.Send(bound, GoldenChange.Event with { PreviousState = null })));
        Assert.Equal(Golden.Text("change-webhook-audit.json"), Text(GoldenChange.Send(bound, GoldenChange.Audit)));
        Assert.Equal(Golden.Text("change-webhook-version.json"), Text(GoldenChange.Send(bound, GoldenChange.Version)));
    }

    [Theory]
    [MemberData(nameof(GoldenChange.Names), MemberType = typeof(GoldenChange))]
    public void Of_a_version_webhooks_alone_are_told_since_each_change_by_it_is_told_to_all(string integration) =>
        Assert.Equal(integration == "change-webhook" ? "" : FilterReason.OnlyAVersion, GoldenChange.Bind(integration).MapChange(GoldenChange.Version).Reason);

    [Theory]
    [MemberData(nameof(GoldenChange.Names), MemberType = typeof(GoldenChange))]
    public void The_same_change_gives_the_same_record_in_every_attempt(string integration) =>
        Assert.Equal(Record(integration, GoldenChange.Event), Record(integration, GoldenChange.Event));

    [Theory]
    [MemberData(nameof(GoldenChange.Names), MemberType = typeof(GoldenChange))]
    public void Evaluations_are_filtered(string integration) =>
        Assert.Equal("not_a_change", GoldenChange.Bind(integration).Map(Golden.Event).Reason);

    [Theory]
    [MemberData(nameof(GoldenChange.Names), MemberType = typeof(GoldenChange))]
    public void Every_kind_of_change_is_valid_JSON_however_long_its_texts_are(string integration)
    {
        var longName = string.Concat(Enumerable.Repeat("🚀", 1_000));
        var longValue = new Guidon.Events.EventValue($"\"{new string('x', 20_000)}\"");
        ChangeEvent[] changes =
        [
            GoldenChange.Event,
            GoldenChange.Event with { State = null, Action = ChangeAction.Deleted },
            GoldenChange.Event with { PreviousState = null, Action = ChangeAction.Created },
            GoldenChange.Audit with { State = null, PreviousState = null, Environment = null, PreviousFeature = GoldenChange.Event.Feature },
            GoldenChange.Event with { ChangedBy = "", Feature = GoldenChange.Event.Feature with { Name = longName }, Summary = longName, State = GoldenChange.Event.State! with { Value = longValue, Segment = null, Priority = null, Identifier = longName } },
        ];

        Assert.All(changes, change => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(Record(integration, change)).ValueKind));
    }

    [Fact]
    [Trait("Row", "CHG-05")]
    public void Names_that_differ_only_behind_the_limit_stay_two_and_short()
    {
        string Flag(string end) => JsonElement.Parse(Record("sentry", GoldenChange.Event with { Feature = GoldenChange.Event.Feature with { Name = new string('n', 150) + end } }))
            .GetProperty("data")[0].GetProperty("flag").GetString()!;

        Assert.NotEqual(Flag("one"), Flag("two"));
        Assert.Equal(100, Flag("one").Length);
    }

    [Theory]
    [InlineData("change-webhook")]
    [InlineData("slack")]
    public void What_happens_while_it_is_switched_off_is_filtered(string integration) =>
        Assert.Equal("disabled", GoldenChange.Bind(integration, ("enabled", "false")).MapChange(GoldenChange.Event).Reason);

    [Theory]
    [InlineData("datadog", 17)]
    [InlineData("dynatrace", 719)]
    public void What_a_receiver_would_refuse_or_date_anew_is_too_old(string integration, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), Catalog.Find(integration)!.AgeMax);

    [Theory]
    [InlineData("https://api.datadoghq.eu/", "https://event-management-intake.datadoghq.eu/api/v2/events")]
    [InlineData("https://event-management-intake.us5.datadoghq.com/", "https://event-management-intake.us5.datadoghq.com/api/v2/events")]
    [InlineData("https://api.example.com/", "https://api.example.com/api/v2/events")]
    public void A_site_of_Datadog_that_is_named_by_its_older_host_gets_events_at_its_intake(string written, string sentTo) =>
        Assert.Equal(sentTo, GoldenChange.Send(GoldenChange.Bind("datadog", ("base_url", written)), GoldenChange.Event).Address.ToString());

    [Theory]
    [MemberData(nameof(GoldenChange.Names), MemberType = typeof(GoldenChange))]
    public void No_key_is_in_an_address(string integration) => Assert.DoesNotContain(
        "KEY", GoldenChange.Send(GoldenChange.Bind(integration), GoldenChange.Event).Address.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("slack", 200, """{"ok":true,"ts":"1.2"}""", Verdict.Delivered, "ok")]
    [InlineData("slack", 200, """{"ok":false,"error":"invalid_auth"}""", Verdict.Hold, "invalid_auth")]
    [InlineData("slack", 200, """{"ok":false,"error":"not_in_channel"}""", Verdict.Hold, "not_in_channel")]
    [InlineData("slack", 200, """{"ok":false,"error":"internal_error"}""", Verdict.Retry, "internal_error")]
    [InlineData("slack", 200, """{"ok":false,"error":"msg_too_long"}""", Verdict.Split, "refused")]
    [InlineData("slack", 200, "<html>", Verdict.Retry, "answer_unreadable")]
    [InlineData("slack", 200, "{}", Verdict.Retry, "answer_unreadable")]
    [InlineData("slack", 429, "", Verdict.Retry, "http_429")]
    [InlineData("sentry", 200, "", Verdict.Delivered, "ok")]
    [InlineData("sentry", 200, """{"flag":["too long"]}""", Verdict.Split, "refused")]
    [InlineData("sentry", 401, "", Verdict.Hold, "unauthorized")]
    [InlineData("sentry", 404, "", Verdict.Hold, "not_found")]
    [InlineData("dynatrace", 201, """{"reportCount":1,"eventIngestResults":[{"status":"OK"}]}""", Verdict.Delivered, "ok")]
    [InlineData("dynatrace", 201, """{"reportCount":1,"eventIngestResults":[{"status":"INVALID_METADATA"}]}""", Verdict.Split, "refused")]
    [InlineData("dynatrace", 201, """{"reportCount":0}""", Verdict.Hold, "selector_matches_nothing")]
    [InlineData("dynatrace", 201, "{}", Verdict.Retry, "answer_unreadable")]
    [InlineData("dynatrace", 403, "", Verdict.Hold, "forbidden")]
    [InlineData("new-relic", 200, """{"data":{"changeTrackingCreateEvent":{}}}""", Verdict.Delivered, "ok")]
    [InlineData("new-relic", 200, """{"data":null,"errors":[{"message":"The API key provided is invalid"}]}""", Verdict.Hold, "unauthorized")]
    [InlineData("new-relic", 200, """{"data":null,"errors":[{"message":"No entity found"}]}""", Verdict.Split, "refused")]
    [InlineData("new-relic", 200, """{"data":null,"errors":[{"extensions":{"errorClass":"TOO_MANY_REQUESTS"}}]}""", Verdict.Retry, "graphql_error")]
    [InlineData("new-relic", 200, """{"data":null}""", Verdict.Retry, "answer_unreadable")]
    [InlineData("datadog", 202, "{}", Verdict.Delivered, "ok")]
    [InlineData("datadog", 400, "", Verdict.Split, "refused")]
    [InlineData("datadog", 403, "", Verdict.Hold, "forbidden")]
    [InlineData("grafana", 200, """{"message":"Annotation added","id":1}""", Verdict.Delivered, "ok")]
    [InlineData("grafana", 200, "<html>", Verdict.Retry, "answer_unreadable")]
    [InlineData("grafana", 401, "", Verdict.Hold, "unauthorized")]
    public void Answers_mean_what_the_receiver_documents(string integration, int status, string body, Verdict verdict, string reason)
    {
        var judged = GoldenChange.Bind(integration).Judge(new Answer { Status = status, Body = Encoding.UTF8.GetBytes(body) }, []);

        Assert.Equal((verdict, reason), (judged.Verdict, judged.Reason));
    }

    private static string Text(OutgoingRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    private static string Record(string integration, ChangeEvent change) => Encoding.UTF8.GetString(GoldenChange.Bind(integration).MapChange(change).Records[0].Span);
}
