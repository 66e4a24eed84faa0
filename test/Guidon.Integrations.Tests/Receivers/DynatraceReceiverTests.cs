using Guidon.Receivers.Dynatrace;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class DynatraceReceiverTests
{
    private readonly ChangeReceiver _at = new("dynatrace", "/api/v2/events/ingest", "Authorization", "Api-Token KEY", ChangeReceiver.GoldenBody("dynatrace"));

    private StrictDynatrace Receiver => (StrictDynatrace)_at.Receiver;

    [Fact]
    public void The_golden_request_is_taken_at_the_time_of_the_change()
    {
        Assert.Contains("\"reportCount\":1", _at.Send().Body, StringComparison.Ordinal);
        Assert.Equal(GoldenChange.Event.OccurredAt.ToUnixTimeMilliseconds(), Assert.Single(Receiver.Rows).ShownAt.ToUnixTimeMilliseconds());
        Assert.Empty(Receiver.Findings);
    }

    [Theory]
    [InlineData("eventType", "\"DEPLOYMENT\"")]
    [InlineData("eventType", "-")]
    [InlineData("title", "\"\"")]
    [InlineData("title", "-")]
    [InlineData("startTime", "\"2026-11-10\"")]
    [InlineData("startTime", "1.5")]
    [InlineData("startTime", "1")]
    [InlineData("endTime", "1899999999999")]
    [InlineData("entitySelector", "\"\"")]
    [InlineData("entitySelector", "7")]
    [InlineData("properties", "[]")]
    [InlineData("properties/feature", "7")]
    public void A_changed_copy_is_refused(string at, string json) => Assert.Equal(400, _at.SendChanged(at, json).Status);

    [Fact]
    public void Texts_beyond_the_limits_are_refused()
    {
        foreach (var (at, length) in new[] { ("title", 501), ("properties/feature", 4_097), ("entitySelector", 2_001) })
            Assert.Equal(400, _at.SendChanged(at, "\"" + new string((char)120, length) + "\"").Status);
    }

    [Fact]
    public void More_than_a_hundred_properties_are_refused() => Assert.Equal(
        400, _at.SendChanged("properties", "{" + string.Join(",", Enumerable.Range(0, 101).Select(n => "\"p" + n + "\":\"\"")) + "}").Status);

    [Fact]
    public void A_selector_that_matches_nothing_is_a_success_that_reports_nothing()
    {
        var reply = _at.SendChanged("entitySelector", "\"type(HOST)\"");

        Assert.Equal((201, true), (reply.Status, reply.Body.Contains("\"reportCount\":0", StringComparison.Ordinal)));
        Assert.Empty(Receiver.Rows);
    }

    [Fact]
    public void An_event_that_opens_problems_may_be_six_hours_old_and_not_seven()
    {
        _at.Clock.WallOffset = TimeSpan.FromHours(4);
        Assert.Equal(201, _at.SendChanged("eventType", "\"CUSTOM_ALERT\"").Status);
        _at.Clock.WallOffset = TimeSpan.FromHours(7);
        Assert.Equal(400, _at.SendChanged("eventType", "\"CUSTOM_ALERT\"").Status);
    }

    [Theory]
    [InlineData(29, 201)]
    [InlineData(31, 400)]
    public void An_info_event_may_be_30_days_old(int days, int status)
    {
        _at.Clock.WallOffset = TimeSpan.FromDays(days);
        Assert.Equal(status, _at.Send().Status);
    }

    [Theory]
    [InlineData("-", 401)]
    [InlineData("Bearer KEY", 401)]
    [InlineData("Api-Token other", 403)]
    public void A_missing_token_and_a_wrong_one_are_told_apart(string key, int status) => Assert.Equal(status, _at.Send(key: key).Status);

    [Fact]
    public void Other_methods_paths_types_and_bodies_are_refused() => Assert.Equal(
        [405, 404, 415, 400],
        new[] { _at.Send(method: "PUT"), _at.Send(at: "/api/v1/events"), _at.Send(type: "text/plain"), _at.Send("{") }.Select(reply => reply.Status));

    [Fact]
    public void An_event_without_an_id_or_a_time_of_its_own_is_a_finding()
    {
        _at.SendChanged("properties/guidon.event.id", "-");
        _at.SendChanged("startTime", "-");
        Assert.Equal(2, Receiver.Findings.Count);
    }
}
