using Guidon.Receivers.NewRelic;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class NewRelicReceiverTests
{
    private readonly ChangeReceiver _at = new("new-relic", "/graphql", "API-Key", "KEY", ChangeReceiver.GoldenBody("new-relic"));

    private StrictNewRelic Receiver => (StrictNewRelic)_at.Receiver;

    [Fact]
    public void The_golden_request_is_taken_at_the_time_of_the_change()
    {
        Assert.DoesNotContain("errors", _at.Send().Body, StringComparison.Ordinal);
        Assert.Equal(GoldenChange.Event.OccurredAt.ToUnixTimeMilliseconds(), Assert.Single(Receiver.Rows).ShownAt.ToUnixTimeMilliseconds());
        Assert.Empty(Receiver.Findings);
    }

    [Theory]
    [InlineData("query", "\"mutation {\"")]
    [InlineData("query", "\"query { actor { user { name } } }\"")]
    [InlineData("query", "-")]
    [InlineData("variables", "{}")]
    [InlineData("variables/event/categoryAndTypeData", "-")]
    [InlineData("variables/event/categoryAndTypeData/kind/category", "\"\"")]
    [InlineData("variables/event/categoryAndTypeData/kind/type", "-")]
    [InlineData("variables/event/categoryAndTypeData/categoryFields/featureFlag/featureFlagId", "-")]
    [InlineData("variables/event/entitySearch", "-")]
    [InlineData("variables/event/entitySearch/query", "\"domainId = 1\"")]
    [InlineData("variables/event/entitySearch/query", "\"domainId = \u00271\u0027\"")]
    [InlineData("variables/event/timestamp", "\"2026-11-10\"")]
    [InlineData("variables/event/timestamp", "1794297600")]
    [InlineData("variables/event/timestamp", "1794297600000.5")]
    public void A_changed_copy_is_refused_behind_a_success(string at, string json)
    {
        var reply = _at.SendChanged(at, json);

        Assert.Equal(200, reply.Status);
        Assert.Contains("\"errors\"", reply.Body, StringComparison.Ordinal);
        Assert.Empty(Receiver.Rows);
    }

    [Fact]
    public void A_text_beyond_the_limit_is_refused() =>
        Assert.Contains("too long", _at.SendChanged("variables/event/description", "\"" + new string((char)120, 4_096) + "\"").Body, StringComparison.Ordinal);

    [Fact]
    public void A_wrong_key_is_refused_behind_a_success_and_a_missing_one_is_not()
    {
        Assert.Contains("FORBIDDEN", _at.Send(key: "other").Body, StringComparison.Ordinal);
        Assert.Equal(401, _at.Send(key: "-").Status);
    }

    [Fact]
    public void Other_methods_paths_types_and_bodies_are_refused() => Assert.Equal(
        [405, 404, 415, 400],
        new[] { _at.Send(method: "GET"), _at.Send(at: "/v2/applications/1/deployments.json"), _at.Send(type: "text/plain"), _at.Send("{") }.Select(reply => reply.Status));

    [Fact]
    public void Nothing_is_deduplicated()
    {
        for (var i = 0; i < 2; i++) _at.Send();
        Assert.Equal(2, Receiver.Rows.Count);
    }

    [Fact]
    public void An_event_without_a_group_or_a_time_of_its_own_is_a_finding()
    {
        _at.SendChanged("variables/event/groupId", "-");
        _at.SendChanged("variables/event/timestamp", "-");
        Assert.Equal(2, Receiver.Findings.Count);
    }
}
