using Guidon.Receivers.Slack;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class SlackReceiverTests
{
    private readonly ChangeReceiver _at = new("slack", "/api/chat.postMessage", "Authorization", "Bearer KEY", ChangeReceiver.GoldenBody("slack"));

    private StrictSlack Receiver => (StrictSlack)_at.Receiver;

    [Fact]
    public void The_golden_request_is_taken()
    {
        Assert.Contains("\"ok\":true", _at.Send().Body, StringComparison.Ordinal);
        Assert.Single(Receiver.Rows);
        Assert.Empty(Receiver.Findings);
    }

    [Theory]
    [InlineData("channel", "-", "channel_not_found")]
    [InlineData("channel", "\"C9\"", "channel_not_found")]
    [InlineData("channel", "\"C2\"", "not_in_channel")]
    [InlineData("channel", "\"C3\"", "is_archived")]
    [InlineData("blocks", "{}", "invalid_blocks")]
    [InlineData("blocks/0/type", "\"picture\"", "invalid_blocks")]
    [InlineData("blocks/0/text/type", "\"html\"", "invalid_blocks")]
    [InlineData("blocks/0/text/text", "\"\"", "invalid_blocks")]
    [InlineData("blocks/0/text", "-", "invalid_blocks")]
    public void A_changed_copy_is_refused_behind_a_success(string at, string json, string error)
    {
        var reply = _at.SendChanged(at, json);

        Assert.Equal(200, reply.Status);
        Assert.Contains(error, reply.Body, StringComparison.Ordinal);
        Assert.Empty(Receiver.Rows);
    }

    [Fact]
    public void Texts_and_lists_beyond_the_limits_are_refused()
    {
        Assert.Contains("invalid_blocks", _at.SendChanged("blocks/0/text/text", "\"" + new string((char)120, 3_001) + "\"").Body, StringComparison.Ordinal);
        Assert.Contains("invalid_blocks", _at.SendChanged("blocks", "[" + string.Join(",", Enumerable.Repeat("{}", 51)) + "]").Body, StringComparison.Ordinal);
        Assert.Contains("msg_too_long", _at.SendChanged("text", "\"" + new string((char)120, 40_001) + "\"").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-", "not_authed")]
    [InlineData("Bearer other", "invalid_auth")]
    public void A_missing_token_and_a_wrong_one_are_told_apart(string key, string error) => Assert.Contains(error, _at.Send(key: key).Body, StringComparison.Ordinal);

    [Fact]
    public void A_token_may_be_revoked_at_any_time()
    {
        _at.Send();
        Receiver.Revoked.Add("KEY");
        Assert.Contains("token_revoked", _at.Send().Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_burst_is_let_through_and_more_is_told_to_wait()
    {
        var replies = Enumerable.Range(0, 5).Select(_ => _at.Send()).ToArray();
        Assert.Equal([200, 200, 200, 200, 429], replies.Select(reply => reply.Status));
        Assert.Equal("1", replies[4].Headers.Single(pair => pair.Key == "Retry-After").Value);
        _at.Clock.WallOffset = TimeSpan.FromSeconds(1);
        Assert.Equal(200, _at.Send().Status);
    }

    [Fact]
    public void Other_methods_paths_types_and_bodies_are_refused()
    {
        Assert.Contains("invalid_post_type", _at.Send(method: "GET").Body, StringComparison.Ordinal);
        Assert.Contains("unknown_method", _at.Send(at: "/api/chat.write").Body, StringComparison.Ordinal);
        Assert.Contains("invalid_post_type", _at.Send(type: "text/plain").Body, StringComparison.Ordinal);
        Assert.Contains("invalid_json", _at.Send("{").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mention_of_everybody_a_silent_message_and_one_without_an_id_are_findings()
    {
        _at.SendChanged("blocks/0/text/text", "\"<!channel>\"");
        _at.SendChanged("text", "\"\"");
        _at.SendChanged("metadata", "-");
        _at.Send(type: "application/json");
        Assert.Equal(4, Receiver.Findings.Count);
    }
}
