using Guidon.Doubles;
using Guidon.Receivers.Heap;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class HeapReceiverTests
{
    private const string Run = "node-track-200";
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 20, 0, TimeSpan.Zero));
    private readonly StrictHeap _receiver;

    public HeapReceiverTests() => _receiver = new StrictHeap(_clock) { Projects = { "APP_ID" } };

    [Theory]
    [InlineData("app_id", null, "Missing app_id")]
    [InlineData("identity", null, "exactly one")]
    [InlineData("user_id", "7", "exactly one")]
    [InlineData("identity", "7", "identity must be")]
    [InlineData("event", null, "event must be")]
    [InlineData("timestamp", "\"yesterday\"", "timestamp")]
    [InlineData("idempotency_key", "7", "idempotency_key")]
    [InlineData("properties", "[]", "properties must be")]
    [InlineData("properties.flag", "true", "Unsupported type for property flag")]
    [InlineData("properties.flag", "null", "Unsupported type for property flag")]
    [InlineData("properties.flag", """{"a":1}""", "Unsupported type for property flag")]
    public void A_changed_request_is_refused_as_documented(string path, string? json, string body)
    {
        var reply = RecordedRequest.Of("heap", Run).With(path, json).SendTo(_receiver);

        Assert.Equal(400, reply.Status);
        Assert.Contains(body, reply.Body, StringComparison.Ordinal);
        Assert.Empty(_receiver.Rows);
    }

    [Theory]
    [InlineData("identity", 255, 200)]
    [InlineData("identity", 256, 400)]
    [InlineData("event", 1_024, 200)]
    [InlineData("event", 1_025, 400)]
    [InlineData("properties.a", 1_023, 200)]
    [InlineData("properties.a", 1_024, 400)]
    public void Texts_have_their_limits(string path, int length, int status) =>
        Assert.Equal(status, RecordedRequest.Of("heap", Run).With(path, $"\"{new string('x', length)}\"").SendTo(_receiver).Status);

    [Fact]
    public void The_lenient_one_records_booleans()
    {
        _receiver.IsLenient = true;

        Assert.Equal(200, RecordedRequest.Of("heap", Run).With("properties.flag", "true").SendTo(_receiver).Status);
        Assert.True(_receiver.Rows[0].Properties.GetProperty("flag").GetBoolean());
    }

    [Fact]
    public void A_list_of_texts_and_numbers_is_taken() =>
        Assert.Equal(200, RecordedRequest.Of("heap", Run).With("properties.list", """["a",1]""").SendTo(_receiver).Status);

    [Fact]
    public void Any_app_id_is_taken_and_only_a_known_one_kept()
    {
        Assert.Equal(200, RecordedRequest.Of("heap", Run).With("app_id", "\"wrong\"").SendTo(_receiver).Status);
        Assert.Empty(_receiver.Rows);
        Assert.Equal("unknown app wrong", Assert.Single(_receiver.Dropped));
    }

    [Fact]
    public void The_first_event_with_a_key_wins_for_ever()
    {
        RecordedRequest.Of("heap", Run).With("idempotency_key", "\"k\"").SendTo(_receiver);
        _clock.Advance(TimeSpan.FromDays(400));
        RecordedRequest.Of("heap", Run).With("idempotency_key", "\"k\"").With("event", "\"another\"").SendTo(_receiver);

        Assert.Equal("Flagsmith Feature Flags", Assert.Single(_receiver.Rows).Kind);
        Assert.Equal(2, _receiver.Received);
    }

    [Fact]
    public void An_event_without_a_key_is_a_finding_and_never_deduplicated()
    {
        for (var i = 0; i < 2; i++) RecordedRequest.Of("heap", Run).SendTo(_receiver);

        Assert.Equal(2, _receiver.Rows.Count);
        Assert.Contains("an event without idempotency_key", _receiver.Findings);
    }

    [Fact]
    public void The_time_of_the_event_is_shown_and_without_one_the_time_of_arrival()
    {
        RecordedRequest.Of("heap", Run).SendTo(_receiver);
        RecordedRequest.Of("heap", Run).With("timestamp", "\"2026-11-10T08:00:00.123+00:00\"").SendTo(_receiver);

        Assert.Equal([_clock.GetUtcNow(), new DateTimeOffset(2026, 11, 10, 8, 0, 0, 123, TimeSpan.Zero)], _receiver.Rows.Select(row => row.ShownAt));
    }

    [Theory]
    [InlineData(1_000, 200)]
    [InlineData(1_001, 400)]
    public void A_bulk_ends_at_1000_events(int count, int status) => Assert.Equal(status, Bulk(count, spread: true).SendTo(_receiver).Status);

    [Fact]
    public void One_identity_ends_at_1000_events_a_minute()
    {
        Assert.Equal(200, Bulk(1_000, spread: false).SendTo(_receiver).Status);
        Assert.Equal(429, Bulk(1, spread: false).SendTo(_receiver).Status);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, Bulk(1, spread: false).SendTo(_receiver).Status);
    }

    [Fact]
    public void One_app_ends_at_15000_events_a_minute()
    {
        for (var i = 0; i < 15; i++)
        {
            var from = i;
            Assert.Equal(200, Bulk(1_000, spread: true, $"u{from}-").SendTo(_receiver).Status);
        }

        Assert.Equal(429, Bulk(1, spread: true).SendTo(_receiver).Status);
    }

    [Fact]
    public void Single_requests_end_at_thirty_in_thirty_seconds()
    {
        for (var i = 0; i < 30; i++) Assert.Equal(200, RecordedRequest.Of("heap", Run).SendTo(_receiver).Status);
        Assert.Equal(429, RecordedRequest.Of("heap", Run).SendTo(_receiver).Status);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, RecordedRequest.Of("heap", Run).SendTo(_receiver).Status);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("ID")]
    public void User_properties_are_the_last_ones_and_none_is_called_id(string reserved)
    {
        Assert.Equal(200, RecordedRequest.Of("heap", "node-add-user-properties-200").SendTo(_receiver).Status);
        Assert.Equal(200, RecordedRequest.Of("heap", "node-add-user-properties-200").With("properties.checkout_v2", "\"false\"").SendTo(_receiver).Status);
        Assert.Equal("false", _receiver.Profile("APP_ID", "user-42")?.GetProperty("checkout_v2").GetString());
        Assert.Equal(400, RecordedRequest.Of("heap", "node-add-user-properties-200").With("properties." + reserved, "1").SendTo(_receiver).Status);
    }

    [Fact]
    public void Compression_and_other_types_are_refused()
    {
        Assert.Equal(400, RecordedRequest.Of("heap", Run).WithHeader("content-encoding", "gzip").SendTo(_receiver).Status);
        Assert.Equal(400, RecordedRequest.Of("heap", Run).WithHeader("content-type", "text/plain").SendTo(_receiver).Status);
        Assert.Equal(404, RecordedRequest.Of("heap", Run).To("/track").SendTo(_receiver).Status);
    }

    private static RecordedRequest Bulk(int count, bool spread, string prefix = "user-")
    {
        var request = RecordedRequest.Of("heap", Run).With("identity", null).With("event", null).With("properties", null);
        return request.With("events", """[{"identity":"user-42","event":"e"}]""").Repeat("events", count, (one, i) => one["identity"] = spread ? $"{prefix}{i}" : "user-42");
    }
}
