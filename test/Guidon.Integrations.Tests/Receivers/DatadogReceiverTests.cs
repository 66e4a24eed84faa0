using Guidon.Receivers.Datadog;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class DatadogReceiverTests
{
    private readonly ChangeReceiver _at = new("datadog", "/api/v2/events", "DD-API-KEY", "KEY", ChangeReceiver.GoldenBody("datadog"));

    private StrictDatadog Receiver => (StrictDatadog)_at.Receiver;

    [Fact]
    public void The_golden_request_is_taken_at_the_time_of_the_change()
    {
        Assert.Equal(202, _at.Send().Status);
        Assert.Equal(GoldenChange.Event.OccurredAt.ToUnixTimeMilliseconds(), Assert.Single(Receiver.Rows).ShownAt.ToUnixTimeMilliseconds());
        Assert.Empty(Receiver.Findings);
    }

    [Theory]
    [InlineData("data/type", "\"alert\"")]
    [InlineData("data/attributes/category", "\"alert\"")]
    [InlineData("data/attributes/title", "\"\"")]
    [InlineData("data/attributes/title", "-")]
    [InlineData("data/attributes/message", "7")]
    [InlineData("data/attributes/timestamp", "\"yesterday\"")]
    [InlineData("data/attributes/timestamp", "1794297600")]
    [InlineData("data/attributes/tags", "\"env:prod\"")]
    [InlineData("data/attributes/attributes/changed_resource/type", "\"flag\"")]
    [InlineData("data/attributes/attributes/changed_resource/name", "-")]
    [InlineData("data/attributes/attributes/author/type", "\"person\"")]
    [InlineData("data/attributes/attributes/author/name", "\"\"")]
    [InlineData("data/attributes/attributes/prev_value", "\"off\"")]
    public void A_changed_copy_is_refused(string at, string json) => Assert.Equal(400, _at.SendChanged(at, json).Status);

    [Fact]
    public void Texts_beyond_the_limits_are_refused()
    {
        foreach (var (at, length) in new[] { ("title", 501), ("message", 4_001), ("aggregation_key", 101) })
            Assert.Equal(400, _at.SendChanged("data/attributes/" + at, "\"" + new string((char)120, length) + "\"").Status);
    }

    [Theory]
    [InlineData("-", 401)]
    [InlineData("other", 403)]
    public void A_missing_key_and_a_wrong_one_are_told_apart(string key, int status) => Assert.Equal(status, _at.Send(key: key).Status);

    [Fact]
    public void Other_methods_paths_types_and_bodies_are_refused() => Assert.Equal(
        [405, 404, 400, 400],
        new[] { _at.Send(method: "PUT"), _at.Send(at: "/api/v1/events"), _at.Send(type: "text/plain"), _at.Send("{") }.Select(reply => reply.Status));

    [Fact]
    public void An_event_of_19_hours_ago_is_refused_or_dated_anew()
    {
        _at.Clock.WallOffset = TimeSpan.FromHours(19);
        Assert.Equal(400, _at.Send().Status);
        Receiver.DatesAnew = true;
        Assert.Equal(202, _at.Send().Status);

        Assert.Equal(_at.Clock.GetUtcNow(), Receiver.Rows[0].ShownAt);
        Assert.Single(Receiver.Dropped);
    }

    [Fact]
    public void Nothing_is_deduplicated()
    {
        for (var i = 0; i < 2; i++) _at.Send();
        Assert.Equal(2, Receiver.Rows.Count);
    }

    [Fact]
    public void An_event_without_a_key_or_a_time_of_its_own_is_a_finding()
    {
        _at.SendChanged("data/attributes/aggregation_key", "-");
        _at.SendChanged("data/attributes/timestamp", "-");
        Assert.Equal(2, Receiver.Findings.Count);
    }
}
