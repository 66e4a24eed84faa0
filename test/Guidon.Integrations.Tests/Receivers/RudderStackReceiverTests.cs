using Guidon.Doubles;
using Guidon.Receivers.RudderStack;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class RudderStackReceiverTests
{
    private const string Run = "node-identify-200";
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 16, 25, 413, TimeSpan.Zero));
    private readonly StrictRudderStack _receiver;

    public RudderStackReceiverTests() => _receiver = new StrictRudderStack(_clock) { Projects = { "WK_TEST" } };

    [Theory]
    [InlineData("batch[0].userId", null, "request neither has anonymousId nor userId")]
    [InlineData("batch[0].userId", "\"\"", "request neither has anonymousId nor userId")]
    [InlineData("batch[0].userId", "7", "request neither has anonymousId nor userId")]
    [InlineData("batch[0].type", null, "unknown event type")]
    [InlineData("batch[0].type", "\"guess\"", "unknown event type")]
    [InlineData("batch[0]", "7", "invalid json")]
    [InlineData("batch", "[]", "empty batch payload")]
    [InlineData("batch", null, "empty batch payload")]
    public void A_changed_request_is_refused_whole(string path, string? json, string body)
    {
        var reply = RecordedRequest.Of("rudderstack", Run).With(path, json).SendTo(_receiver);

        Assert.Equal((400, body), (reply.Status, reply.Body));
        Assert.Empty(_receiver.Rows);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Basic b3RoZXI6", 401)]
    [InlineData("Bearer WK_TEST", 401)]
    [InlineData("Basic V0tfVEVTVDo=", 200)]
    public void The_key_counts_in_the_header_only(string? header, int status) =>
        Assert.Equal(status, RecordedRequest.Of("rudderstack", Run).WithHeader("authorization", header).SendTo(_receiver).Status);

    [Fact]
    public void A_source_that_is_switched_off_is_not_found()
    {
        _receiver.Disabled.Add("WK_TEST");

        var reply = RecordedRequest.Of("rudderstack", Run).SendTo(_receiver);

        Assert.Equal((404, "source is disabled"), (reply.Status, reply.Body));
    }

    [Fact]
    public void A_message_without_a_user_takes_its_neighbours_along()
    {
        RecordedRequest.Of("rudderstack", Run).Repeat("batch", 100, (one, i) => one["userId"] = i == 50 ? "" : $"u{i}").SendTo(_receiver);

        Assert.Empty(_receiver.Rows);
    }

    [Fact]
    public void The_request_ends_at_4000_kilobytes() =>
        Assert.Equal(413, RecordedRequest.Of("rudderstack", Run).With("padding", $"\"{new string('x', 4_100_000)}\"").SendTo(_receiver).Status);

    [Fact]
    public void A_message_beyond_32_kilobytes_is_taken_and_a_finding()
    {
        Assert.Equal(200, RecordedRequest.Of("rudderstack", Run).With("batch[0].context.traits.long", $"\"{new string('x', 40_000)}\"").SendTo(_receiver).Status);
        Assert.Contains("a message over 32 KB, which the clients refuse", _receiver.Findings);
    }

    [Fact]
    public void Nothing_is_deduplicated_as_it_comes()
    {
        for (var i = 0; i < 2; i++) RecordedRequest.Of("rudderstack", Run).SendTo(_receiver);

        Assert.Equal(2, _receiver.Rows.Count);
    }

    [Fact]
    public void When_switched_on_an_id_is_remembered_for_an_hour()
    {
        _receiver.Deduplicates = true;
        for (var i = 0; i < 2; i++) RecordedRequest.Of("rudderstack", Run).SendTo(_receiver);
        Assert.Single(_receiver.Rows);
        _clock.Advance(TimeSpan.FromHours(1));
        RecordedRequest.Of("rudderstack", Run).SendTo(_receiver);
        Assert.Equal(2, _receiver.Rows.Count);
    }

    [Fact]
    public void An_explicit_time_wins_and_without_one_it_is_computed()
    {
        var original = new DateTimeOffset(2026, 11, 10, 8, 0, 1, TimeSpan.Zero);
        RecordedRequest.Of("rudderstack", Run).SendTo(_receiver);
        RecordedRequest.Of("rudderstack", Run).With("batch[0].timestamp", null).With("batch[0].originalTimestamp", $"\"{original:O}\"").SendTo(_receiver);

        Assert.Equal([original.AddSeconds(-1), original], _receiver.Rows.Select(row => row.ShownAt));
    }

    [Fact]
    public void A_frozen_sentAt_moves_what_has_no_time_of_its_own()
    {
        _clock.Advance(TimeSpan.FromDays(9));
        RecordedRequest.Of("rudderstack", Run).With("batch[0].timestamp", null).SendTo(_receiver);

        Assert.True(_receiver.Rows[0].ShownAt > new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Traits_in_the_context_are_the_profile()
    {
        RecordedRequest.Of("rudderstack", Run).With("batch[0].context.traits.price", "6").SendTo(_receiver);

        Assert.Equal(6, _receiver.Profile("WK_TEST", "user-42")?.GetProperty("price").GetInt32());
    }

    [Fact]
    public void What_is_not_compressed_as_it_says_is_refused()
    {
        Assert.Equal((400, "invalid json"), Of(RecordedRequest.Of("rudderstack", Run).WithText("{")));
        Assert.Equal((404, "404 page not found"), Of(RecordedRequest.Of("rudderstack", Run).To("/v2/batch")));
    }

    [Fact]
    public void Beyond_a_thousand_requests_a_second_it_throttles()
    {
        for (var i = 0; i < 1_000; i++) RecordedRequest.Of("rudderstack", Run).SendTo(_receiver);

        Assert.Equal(429, RecordedRequest.Of("rudderstack", Run).SendTo(_receiver).Status);
    }

    private (int Status, string Body) Of(RecordedRequest request)
    {
        var reply = request.SendTo(_receiver);
        return (reply.Status, reply.Body);
    }
}
