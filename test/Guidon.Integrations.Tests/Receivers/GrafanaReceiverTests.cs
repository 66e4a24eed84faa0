using Guidon.Receivers.Grafana;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class GrafanaReceiverTests
{
    private readonly ChangeReceiver _at = new("grafana", "/api/annotations", "Authorization", "Bearer KEY", ChangeReceiver.GoldenBody("grafana"));

    private StrictGrafana Receiver => (StrictGrafana)_at.Receiver;

    [Fact]
    public void The_golden_request_is_taken_at_the_time_of_the_change()
    {
        Assert.Equal(200, _at.Send().Status);
        Assert.Equal(GoldenChange.Event.OccurredAt.ToUnixTimeMilliseconds(), Assert.Single(Receiver.Rows).ShownAt.ToUnixTimeMilliseconds());
        Assert.Empty(Receiver.Findings);
    }

    [Theory]
    [InlineData("text", "\"\"")]
    [InlineData("text", "-")]
    [InlineData("text", "7")]
    [InlineData("time", "\"2026-11-10\"")]
    [InlineData("time", "1794297600")]
    [InlineData("time", "1794297600000.5")]
    [InlineData("timeEnd", "true")]
    [InlineData("tags", "\"guidon\"")]
    [InlineData("tags", "{}")]
    [InlineData("tags/0", "7")]
    [InlineData("tags/0", "\"\"")]
    public void A_changed_copy_is_refused(string at, string json) => Assert.Equal(400, at == "tags/0" ? _at.SendChanged("tags", "[" + json + "]").Status : _at.SendChanged(at, json).Status);

    [Fact]
    public void A_tag_beyond_100_characters_is_refused() => Assert.Equal(400, _at.SendChanged("tags", "[\"" + new string((char)120, 101) + "\"]").Status);

    [Theory]
    [InlineData("-", 401)]
    [InlineData("Basic KEY", 401)]
    [InlineData("Bearer other", 401)]
    public void A_missing_token_and_a_wrong_one_are_refused(string key, int status) => Assert.Equal(status, _at.Send(key: key).Status);

    [Fact]
    public void A_token_that_may_only_read_is_forbidden()
    {
        Receiver.Viewers.Add("KEY");
        Assert.Equal(403, _at.Send().Status);
    }

    [Fact]
    public void Other_methods_paths_types_and_bodies_are_refused() => Assert.Equal(
        [405, 404, 415, 400],
        new[] { _at.Send(method: "PUT"), _at.Send(at: "/api/dashboards"), _at.Send(type: "text/plain"), _at.Send("{") }.Select(reply => reply.Status));

    [Fact]
    public void Any_time_is_taken_and_nothing_is_deduplicated()
    {
        _at.Clock.WallOffset = TimeSpan.FromDays(400);
        for (var i = 0; i < 2; i++) Assert.Equal(200, _at.Send().Status);
        Assert.Equal(2, Receiver.Rows.Count);
    }

    [Fact]
    public void Doubles_are_found_by_their_tag()
    {
        for (var i = 0; i < 2; i++) _at.Send();
        var found = Receiver.Receive(new Guidon.Receivers.ReceiverRequest(
            "GET", "/api/annotations", $"?tags=event:{GoldenChange.Event.Id}", [new("Authorization", "Bearer KEY")], [], _at.Clock.GetUtcNow()));
        Assert.Equal(2, System.Text.Json.JsonElement.Parse(found.Body).GetArrayLength());
    }

    [Fact]
    public void An_annotation_without_an_id_or_a_time_of_its_own_is_a_finding()
    {
        _at.SendChanged("tags", "[\"guidon\"]");
        _at.SendChanged("time", "-");
        Assert.Equal(2, Receiver.Findings.Count);
    }
}
