using Guidon.Doubles;
using Guidon.Receivers.PostHog;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class PostHogReceiverTests
{
    private const string Run = "node-capture-200";
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 16, 30, TimeSpan.Zero));
    private readonly StrictPostHog _receiver;

    public PostHogReceiverTests() => _receiver = new StrictPostHog(_clock) { Projects = { "phc_test" } };

    [Theory]
    [InlineData("api_key", null, 401)]
    [InlineData("api_key", "\"phc_other\"", 401)]
    [InlineData("batch", null, 400)]
    [InlineData("batch", "[]", 400)]
    [InlineData("batch[0].event", null, 400)]
    [InlineData("batch[0].distinct_id", null, 400)]
    [InlineData("batch[0].distinct_id", "7", 400)]
    [InlineData("batch[0].uuid", "\"evt_1\"", 400)]
    [InlineData("batch[0].timestamp", "\"once\"", 400)]
    [InlineData("batch[0].properties", "[]", 400)]
    [InlineData("batch[0].properties.$set", "[]", 400)]
    public void A_changed_request_is_refused_whole(string path, string? json, int status)
    {
        Assert.Equal(status, RecordedRequest.Of("posthog", Run).With(path, json).SendTo(_receiver).Status);
        Assert.Empty(_receiver.Rows);
    }

    [Fact]
    public void What_is_no_compressed_json_is_refused()
    {
        Assert.Equal(400, RecordedRequest.Of("posthog", Run).WithHeader("content-type", "text/plain").SendTo(_receiver).Status);
        Assert.Equal(400, RecordedRequest.Of("posthog", Run).WithText("{").SendTo(_receiver).Status);
        Assert.Equal(404, RecordedRequest.Of("posthog", Run).To("/bulk/").SendTo(_receiver).Status);
    }

    [Fact]
    public void Uncompressed_requests_are_taken_too() =>
        Assert.Equal(200, RecordedRequest.Of("posthog", Run).WithHeader("content-encoding", null).SendTo(_receiver).Status);

    [Fact]
    public void A_request_ends_at_20_megabytes() =>
        Assert.Equal(413, RecordedRequest.Of("posthog", Run).With("padding", $"\"{new string('x', 20_000_000)}\"").SendTo(_receiver).Status);

    [Fact]
    public void An_event_over_a_megabyte_vanishes_behind_a_success()
    {
        Assert.Equal(200, RecordedRequest.Of("posthog", Run).With("batch[0].properties.long", $"\"{new string('x', 1_000_001)}\"").SendTo(_receiver).Status);
        Assert.Single(_receiver.Rows);
        Assert.Single(_receiver.Dropped);
    }

    [Fact]
    public void A_uuid_is_kept_once()
    {
        for (var i = 0; i < 3; i++) RecordedRequest.Of("posthog", Run).SendTo(_receiver);

        Assert.Equal((6, 2), (_receiver.Received, _receiver.Rows.Count));
    }

    [Fact]
    public void The_time_of_the_event_is_shown()
    {
        RecordedRequest.Of("posthog", Run).SendTo(_receiver);

        Assert.Equal(new DateTimeOffset(2026, 11, 10, 8, 0, 0, TimeSpan.Zero), _receiver.Rows[0].ShownAt);
    }

    [Fact]
    public void The_last_set_to_arrive_wins()
    {
        RecordedRequest.Of("posthog", Run).SendTo(_receiver);
        RecordedRequest.Of("posthog", Run).With("batch[0].uuid", "\"0192f000-0000-7000-8000-000000000009\"").With("batch[0].properties.$set.banner_text", "\"bye\"").SendTo(_receiver);

        Assert.Equal("bye", _receiver.Profile("phc_test", "user-42")?.GetProperty("banner_text").GetString());
    }

    [Fact]
    public void A_project_over_its_quota_is_told_so_with_a_success()
    {
        _receiver.OverQuota.Add("phc_test");

        var reply = RecordedRequest.Of("posthog", Run).SendTo(_receiver);

        Assert.Equal(200, reply.Status);
        Assert.Contains("quota_limited", reply.Body, StringComparison.Ordinal);
        Assert.Empty(_receiver.Rows);
    }

    [Fact]
    public void An_identifier_beyond_200_characters_is_cut_and_a_finding()
    {
        RecordedRequest.Of("posthog", Run).With("batch[0].distinct_id", $"\"{new string('i', 201)}\"").SendTo(_receiver);

        Assert.Equal(200, _receiver.Rows[0].User.Length);
        Assert.Single(_receiver.Findings);
    }

    [Fact]
    public void A_missing_uuid_or_sent_at_is_a_finding()
    {
        RecordedRequest.Of("posthog", Run).With("batch[0].uuid", null).With("sent_at", null).SendTo(_receiver);

        Assert.Equal(["a request without sent_at", "an event without uuid"], _receiver.Findings);
    }
}
