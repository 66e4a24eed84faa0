using Guidon.Doubles;
using Guidon.Receivers.SegmentIo;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class SegmentIoReceiverTests
{
    private const string Run = "node-identify-200";
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 13, 8, 398, TimeSpan.Zero));
    private readonly StrictSegmentIo _receiver;

    public SegmentIoReceiverTests() => _receiver = new StrictSegmentIo(_clock) { Projects = { "WK_TEST" } };

    [Theory]
    [InlineData("writeKey", "\"other\"", "unknown write key")]
    [InlineData("batch[0].userId", null, "neither userId nor anonymousId")]
    [InlineData("batch[0].userId", "7", "neither userId nor anonymousId")]
    [InlineData("batch[0].type", null, "missing type")]
    [InlineData("batch[0].type", "\"guess\"", "missing type")]
    [InlineData("batch[0].type", "\"track\"", "missing event")]
    [InlineData("batch[0].traits", "[]", "traits are not an object")]
    [InlineData("batch[0].timestamp", "\"once\"", "timestamp is no time")]
    public void A_changed_request_is_answered_with_a_success_and_dropped(string path, string? json, string reason)
    {
        var reply = RecordedRequest.Of("segment", Run).With(path, json).SendTo(_receiver);

        Assert.Equal((200, """{"success":true}"""), (reply.Status, reply.Body));
        Assert.Contains(reason, _receiver.Dropped);
        Assert.DoesNotContain(_receiver.Rows, row => row.User == "user-42");
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(101, 0)]
    public void A_message_id_ends_at_100_characters(int length, int rows)
    {
        RecordedRequest.Of("segment", Run).With("batch[0].messageId", $"\"{new string('m', length)}\"").SendTo(_receiver);

        Assert.Equal(rows, _receiver.Rows.Count(row => row.User == "user-42"));
    }

    [Theory]
    [InlineData(2_500, 2_500)]
    [InlineData(2_501, 0)]
    public void A_batch_beyond_2500_messages_is_answered_with_a_success_and_dropped(int count, int rows)
    {
        var reply = RecordedRequest.Of("segment", Run).With("batch[0]", """{"type":"identify","userId":"u"}""").Repeat("batch", count, (one, i) => one["messageId"] = $"m{i}").SendTo(_receiver);

        Assert.Equal((200, rows), (reply.Status, _receiver.Rows.Count));
    }

    [Theory]
    [InlineData("batch[0].traits.long", 40_000)]
    [InlineData("context", 500_000)]
    public void Messages_and_requests_have_a_size(string path, int length) =>
        Assert.Equal(400, RecordedRequest.Of("segment", Run).With(path, $"\"{new string('x', length)}\"").SendTo(_receiver).Status);

    [Fact]
    public void Broken_json_is_the_only_other_thing_that_is_refused()
    {
        Assert.Equal(400, RecordedRequest.Of("segment", Run).WithText("{").SendTo(_receiver).Status);
        Assert.Equal(400, RecordedRequest.Of("segment", Run).With("batch", "{}").SendTo(_receiver).Status);
        Assert.Equal(404, RecordedRequest.Of("segment", Run).To("/v2/batch").SendTo(_receiver).Status);
    }

    [Fact]
    public void The_key_counts_in_body_header_or_bearer()
    {
        RecordedRequest.Of("segment", Run).WithHeader("authorization", null).SendTo(_receiver);
        RecordedRequest.Of("segment", Run).With("writeKey", null).SendTo(_receiver);
        RecordedRequest.Of("segment", Run).With("writeKey", null).WithHeader("authorization", "Bearer WK_TEST").SendTo(_receiver);

        Assert.Equal(6, _receiver.Received);
        Assert.Empty(_receiver.Dropped);
    }

    [Fact]
    public void A_message_id_is_remembered_for_a_day()
    {
        RecordedRequest.Of("segment", Run).SendTo(_receiver);
        RecordedRequest.Of("segment", Run).SendTo(_receiver);
        Assert.Equal((4, 2), (_receiver.Received, _receiver.Rows.Count));
        _clock.Advance(TimeSpan.FromHours(25));
        RecordedRequest.Of("segment", Run).SendTo(_receiver);
        Assert.Equal(4, _receiver.Rows.Count);
    }

    [Fact]
    public void An_old_sentAt_moves_an_old_event_to_now()
    {
        RecordedRequest.Of("segment", Run).SendTo(_receiver);
        _clock.Advance(TimeSpan.FromDays(9));
        RecordedRequest.Of("segment", Run).SendTo(_receiver);
        RecordedRequest.Of("segment", Run).With("sentAt", $"\"{_clock.GetUtcNow():O}\"").With("batch[0].messageId", "\"fresh\"").SendTo(_receiver);

        var original = new DateTimeOffset(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);
        Assert.Equal([original, original.AddDays(9), original], _receiver.Rows.Where(row => row.User == "user-42").Select(row => row.ShownAt));
    }

    [Fact]
    public void Beyond_a_thousand_requests_a_second_it_says_when_to_come_back()
    {
        for (var i = 0; i < 1_000; i++) RecordedRequest.Of("segment", Run).SendTo(_receiver);

        var reply = RecordedRequest.Of("segment", Run).SendTo(_receiver);

        Assert.Equal(429, reply.Status);
        Assert.Equal(["Retry-After", "X-RateLimit-Reset"], reply.Headers.Select(header => header.Key));
    }

    [Fact]
    public void Traits_add_up_and_the_last_arrival_wins()
    {
        RecordedRequest.Of("segment", Run).SendTo(_receiver);
        RecordedRequest.Of("segment", Run).With("batch[0].traits", """{"price":6,"more":1}""").With("batch[0].messageId", "\"second\"").SendTo(_receiver);

        var profile = _receiver.Profile("WK_TEST", "user-42");
        Assert.Equal((6, 1, "hello"), (profile?.GetProperty("price").GetInt32(), profile?.GetProperty("more").GetInt32(), profile?.GetProperty("banner_text").GetString()));
    }

    [Fact]
    public void A_missing_id_or_sentAt_is_a_finding()
    {
        RecordedRequest.Of("segment", Run).With("batch[0].messageId", null).With("sentAt", null).SendTo(_receiver);

        Assert.Contains("a message without messageId", _receiver.Findings);
        Assert.Contains("a request without sentAt", _receiver.Findings);
    }

    [Fact]
    public void A_single_identify_call_is_taken()
    {
        RecordedRequest.Of("segment", Run).To("/v1/identify").WithText("""{"writeKey":"WK_TEST","userId":"one","sentAt":"2026-11-22T11:13:08Z","messageId":"m"}""").SendTo(_receiver);

        Assert.Equal("one", Assert.Single(_receiver.Rows).User);
    }
}
