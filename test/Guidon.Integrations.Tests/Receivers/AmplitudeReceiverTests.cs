using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Amplitude;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class AmplitudeReceiverTests
{
    private const string Run = "node-batch-endpoint-200";
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 20, 0, TimeSpan.Zero));
    private readonly StrictAmplitude _receiver;

    public AmplitudeReceiverTests() => _receiver = new StrictAmplitude(_clock) { Projects = { "AK_TEST" } };

    [Theory]
    [InlineData("api_key", null, 400, "missing_field")]
    [InlineData("api_key", "\"other\"", 400, "Invalid API key")]
    [InlineData("events", null, 400, "missing_field")]
    [InlineData("events", "[]", 400, "missing_field")]
    [InlineData("events[0].event_type", null, 400, "\"events_with_missing_fields\":{\"event_type\":[0]}")]
    [InlineData("events[0].time", "\"2026-11-10T08:00:00Z\"", 400, "\"events_with_invalid_fields\":{\"time\":[0]}")]
    [InlineData("events[0].time", "1794297600", 400, "\"time\":[0]")]
    [InlineData("events[1].time", "1.5", 400, "\"time\":[1]")]
    [InlineData("events[0].user_id", null, 400, "\"events_with_missing_fields\":{\"user_id\":[0]}")]
    [InlineData("events[0].user_id", "7", 400, "\"user_id\":[0]")]
    [InlineData("events[0].user_id", "\"abc\"", 400, "\"events_with_invalid_id_lengths\":{\"user_id\":[0]}")]
    [InlineData("events[0].user_id", "\"anonymous\"", 400, "\"events_with_invalid_fields\":{\"user_id\":[0]}")]
    [InlineData("events[0].user_properties", "[]", 400, "\"user_properties\":[0]")]
    [InlineData("events[0].user_properties", """{"$set":{"a":1},"plain":2}""", 400, "\"user_properties\":[0]")]
    public void A_changed_request_is_refused_as_documented(string path, string? json, int status, string body)
    {
        var reply = RecordedRequest.Of("amplitude", Run).With(path, json).SendTo(_receiver);

        Assert.Equal(status, reply.Status);
        Assert.Contains(body, reply.Body, StringComparison.Ordinal);
        Assert.Empty(_receiver.Rows);   // all or nothing
    }

    [Fact]
    public void A_lower_minimum_length_keeps_a_short_id()
    {
        Assert.Equal(200, RecordedRequest.Of("amplitude", Run).With("events[0].user_id", "\"abc\"").With("options", """{"min_id_length":1}""").SendTo(_receiver).Status);
        Assert.Contains(_receiver.Rows, row => row.User == "abc");
    }

    [Theory]
    [InlineData(1_024, 200)]
    [InlineData(1_025, 400)]
    public void Texts_end_at_1024_characters(int length, int status) =>
        Assert.Equal(status, RecordedRequest.Of("amplitude", Run).With("events[1].event_properties.long", $"\"{new string('x', length)}\"").SendTo(_receiver).Status);

    [Fact]
    public void Objects_end_at_40_levels()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 45)) + "1" + new string('}', 45);

        Assert.Equal(400, RecordedRequest.Of("amplitude", Run).With("events[1].event_properties", deep).SendTo(_receiver).Status);
    }

    [Theory]
    [InlineData("/batch", 2_000, 200)]
    [InlineData("/batch", 2_001, 413)]
    [InlineData("/2/httpapi", 2_001, 413)]
    public void A_request_ends_at_2000_events(string url, int count, int status) =>
        Assert.Equal(status, RecordedRequest.Of("amplitude", Run).To(url).Repeat("events", count, Spread).SendTo(_receiver).Status);

    [Fact]
    public void The_older_endpoint_ends_at_a_megabyte()
    {
        var wide = $"{{\"a\":[{string.Join(',', Enumerable.Repeat($"\"{new string('x', 1_000)}\"", 1_001))}]}}";

        Assert.Equal(413, RecordedRequest.Of("amplitude", Run).To("/2/httpapi").With("events[1].event_properties", wide).SendTo(_receiver).Status);
        Assert.Equal(200, RecordedRequest.Of("amplitude", Run).With("events[1].event_properties", wide).SendTo(_receiver).Status);
    }

    [Theory]
    [InlineData("/batch", "[0,1]")]
    [InlineData("/2/httpapi", "[0]")]
    public void The_older_endpoint_names_only_the_first_event_of_each_field(string url, string indexes) =>
        Assert.Contains(
            $"\"time\":{indexes}",
            RecordedRequest.Of("amplitude", Run).To(url).With("events[0].time", "\"x\"").With("events[1].time", "\"x\"").SendTo(_receiver).Body,
            StringComparison.Ordinal);

    [Fact]
    public void Silenced_devices_are_named()
    {
        _receiver.Silenced.Add("device-1");

        Assert.Contains("\"silenced_events\":[1]", RecordedRequest.Of("amplitude", Run).With("events[1].device_id", "\"device-1\"").SendTo(_receiver).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_beyond_thirty_events_a_second_is_throttled_and_named()
    {
        var reply = RecordedRequest.Of("amplitude", Run).To("/2/httpapi").Repeat("events", 31).SendTo(_receiver);

        Assert.Equal(429, reply.Status);
        Assert.Equal(31, JsonElement.Parse(reply.Body).GetProperty("throttled_users").GetProperty("user-42").GetInt32());
        Assert.Empty(_receiver.Rows);
    }

    [Fact]
    public void A_user_beyond_the_daily_quota_is_named_until_the_day_is_over()
    {
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(200, RecordedRequest.Of("amplitude", Run).Repeat("events", 1_000).SendTo(_receiver).Status);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Contains("\"exceeded_daily_quota_users\":{\"user-42\":500002}", RecordedRequest.Of("amplitude", Run).SendTo(_receiver).Body, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(200, RecordedRequest.Of("amplitude", Run).SendTo(_receiver).Status);
    }

    [Fact]
    public void An_insert_id_is_remembered_for_seven_days_and_per_device()
    {
        for (var i = 0; i < 2; i++) RecordedRequest.Of("amplitude", Run).SendTo(_receiver);
        Assert.Equal((4, 2), (_receiver.Received, _receiver.Rows.Count));
        RecordedRequest.Of("amplitude", Run).With("events[0].device_id", "\"another\"").SendTo(_receiver);
        Assert.Equal(3, _receiver.Rows.Count);
        _clock.Advance(TimeSpan.FromDays(8));
        RecordedRequest.Of("amplitude", Run).SendTo(_receiver);
        Assert.Equal(5, _receiver.Rows.Count);
    }

    [Fact]
    public void Skipping_the_sync_keeps_the_profile_as_it_is()
    {
        RecordedRequest.Of("amplitude", Run).With("events[0].$skip_user_properties_sync", "true").SendTo(_receiver);
        Assert.Null(_receiver.Profile("AK_TEST", "user-42"));
        RecordedRequest.Of("amplitude", Run).With("events[0].insert_id", "\"another\"").SendTo(_receiver);
        Assert.Equal("hello", _receiver.Profile("AK_TEST", "user-42")?.GetProperty("banner_text").GetString());
    }

    [Fact]
    public void Property_updates_beyond_1800_an_hour_vanish_behind_a_success()
    {
        var reply = RecordedRequest.Of("amplitude", Run).Repeat("events", 1_000, (one, i) => one["insert_id"] = $"first-{i}").SendTo(_receiver);
        _clock.Advance(TimeSpan.FromSeconds(2));
        RecordedRequest.Of("amplitude", Run).Repeat("events", 1_000, (one, i) => one["insert_id"] = $"second-{i}").SendTo(_receiver);

        Assert.Equal(200, reply.Status);
        Assert.Equal(200, _receiver.Dropped.Count);
    }

    [Fact]
    public void The_identify_endpoint_takes_a_form_only()
    {
        _receiver.Projects.Add("AK");

        Assert.Equal(200, RecordedRequest.Of("amplitude", "flagsmith-identify").SendTo(_receiver).Status);
        Assert.Equal(400, RecordedRequest.Of("amplitude", Run).To("/identify").SendTo(_receiver).Status);
        Assert.Equal(0, _receiver.Profile("AK", "user-42")?.GetProperty("zero").GetInt32());
    }

    [Fact]
    public void What_is_no_json_by_type_or_content_is_refused()
    {
        Assert.Equal(400, RecordedRequest.Of("amplitude", Run).WithHeader("content-type", "text/plain").SendTo(_receiver).Status);
        Assert.Equal(400, RecordedRequest.Of("amplitude", Run).WithText("{\"api_key\":\"AK_TEST\",\"api_key\":\"AK_TEST\"}").SendTo(_receiver).Status);
        Assert.Equal(404, RecordedRequest.Of("amplitude", Run).To("/bathc").SendTo(_receiver).Status);
    }

    [Fact]
    public void A_success_says_how_many_were_taken() =>
        Assert.Equal(2, JsonElement.Parse(RecordedRequest.Of("amplitude", Run).SendTo(_receiver).Body).GetProperty("events_ingested").GetInt32());

    private static void Spread(System.Text.Json.Nodes.JsonNode one, int i) => (one["user_id"], one["insert_id"]) = ($"user-{i}", $"id-{i}");
}
