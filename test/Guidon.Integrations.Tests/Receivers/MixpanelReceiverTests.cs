using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Mixpanel;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class MixpanelReceiverTests
{
    private const string Event =
        """[{"event":"Flags Evaluated","properties":{"time":1794297600123,"distinct_id":"user-42","$insert_id":"0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e02","ip":"0","flag":true}}]""";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 20, 0, TimeSpan.Zero));
    private readonly StrictMixpanel _receiver;

    public MixpanelReceiverTests() => _receiver = new StrictMixpanel(_clock) { Projects = { "MP_TOKEN", "TOK" }, Secrets = { ["MP_SECRET"] = "MP_TOKEN" } };

    [Theory]
    [InlineData("\"event\":\"Flags Evaluated\"", "\"event\":7", "event")]
    [InlineData("\"time\":1794297600123", "\"time\":\"now\"", "properties.time")]
    [InlineData("\"time\":1794297600123", "\"time\":1000", "properties.time")]
    [InlineData("\"time\":1794297600123", "\"time\":1800000000000", "properties.time")]
    [InlineData("\"time\":1794297600123,", "", "properties.time")]
    [InlineData("user-42", "anonymous", "properties.distinct_id")]
    [InlineData("user-42", "0", "properties.distinct_id")]
    [InlineData("user-42", "", "properties.distinct_id")]
    [InlineData("\"distinct_id\":\"user-42\",", "", "properties.distinct_id")]
    [InlineData("0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e02", "evt_1", "properties.$insert_id")]
    [InlineData("0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e02", "0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e02x", "properties.$insert_id")]
    [InlineData("\"flag\":true", "\"flag\":{\"a\":{\"b\":{\"c\":{\"d\":1}}}}", "properties")]
    public void A_changed_event_is_refused_by_index_and_field(string text, string other, string field)
    {
        var reply = Import(Event.Replace(text, other, StringComparison.Ordinal));

        Assert.Equal(400, reply.Status);
        Assert.Equal(field, JsonElement.Parse(reply.Body).GetProperty("failed_records")[0].GetProperty("field").GetString());
        Assert.Empty(_receiver.Rows);
    }

    [Theory]
    [InlineData(250, 200)]
    [InlineData(251, 400)]
    public void An_event_ends_below_255_properties(int flags, int status) =>
        Assert.Equal(status, Import(Event.Replace("\"flag\":true", string.Join(',', Enumerable.Range(0, flags).Select(n => $"\"f{n}\":1")), StringComparison.Ordinal)).Status);

    [Theory]
    [InlineData("$insert_id")]
    [InlineData("insert_id")]
    public void The_valid_ones_are_taken_and_the_others_named_in_either_spelling(string spelling)
    {
        _receiver.FailedIdName = spelling;

        var body = JsonElement.Parse(Import($"[{Event[1..^1]},{Event[1..^1].Replace("user-42", "null", StringComparison.Ordinal)}]").Body);

        Assert.Equal(1, body.GetProperty("num_records_imported").GetInt32());
        Assert.Equal(1, body.GetProperty("failed_records")[0].GetProperty("index").GetInt32());
        Assert.True(body.GetProperty("failed_records")[0].TryGetProperty(spelling, out _));
        Assert.Single(_receiver.Rows);
    }

    [Fact]
    public void Without_strict_a_refused_event_vanishes_behind_a_success()
    {
        var reply = Import(Event.Replace("user-42", "null", StringComparison.Ordinal), "/import");

        Assert.Equal(200, reply.Status);
        Assert.Empty(_receiver.Rows);
        Assert.Contains("an import without strict=1", _receiver.Findings);
    }

    [Fact]
    public void All_four_fields_must_agree_for_a_duplicate_and_there_is_no_window()
    {
        Import(Event);
        _clock.Advance(TimeSpan.FromDays(100));
        Import(Event);
        Assert.Single(_receiver.Rows);
        Import(Event.Replace("600123", "600124", StringComparison.Ordinal));
        Assert.Equal(2, _receiver.Rows.Count);
    }

    [Theory]
    [InlineData("TVBfVE9LRU46", 200)]
    [InlineData("TVBfU0VDUkVUOg==", 200)]
    [InlineData("b3RoZXI6", 401)]
    public void An_import_needs_a_known_user(string basic, int status) => Assert.Equal(status, Import(Event, basic: basic).Status);

    [Fact]
    public void A_request_ends_at_2000_events_and_at_its_bytes()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat(Event[1..^1], 2_001))}]";
        Assert.Equal(413, Import(many).Status);
        _receiver.BytesMax = 100;
        Assert.Equal(413, Import(Event).Status);
    }

    [Fact]
    public void Lines_of_json_are_taken() =>
        Assert.Equal(200, Import($"{Event[1..^1]}\n{Event[1..^1]}\n", type: "application/x-ndjson").Status);

    [Fact]
    public void A_user_beyond_200000_events_a_day_becomes_a_hot_shard()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat(Event[1..^1], 2_000))}]";
        for (var i = 0; i < 100; i++)
        {
            Import(many);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Import(Event.Replace("600123", "600999", StringComparison.Ordinal));
        Assert.Equal("$hotshard_events", _receiver.Rows[^1].Kind);
    }

    [Fact]
    public void A_project_of_another_residency_is_taken_and_hidden()
    {
        _receiver.Elsewhere.Add("MP_TOKEN");

        Assert.Equal(200, Import(Event).Status);
        Assert.Empty(_receiver.Rows);
        Assert.Equal("an event of another residency", Assert.Single(_receiver.Dropped));
    }

    [Theory]
    [InlineData("[0].$token", "\"other\"")]
    [InlineData("[0].$token", null)]
    [InlineData("[0].$distinct_id", "\"null\"")]
    [InlineData("[0].$set", null)]
    [InlineData("[0].$set", "7")]
    [InlineData("[0].$unset", "[]")]
    public void A_changed_profile_update_is_refused_with_a_success(string path, string? json)
    {
        var reply = RecordedRequest.Of("mixpanel", "flagsmith-engage").With(path, json).SendTo(_receiver);

        Assert.Equal((200, "0"), (reply.Status, reply.Body));
        Assert.Null(_receiver.Profile("TOK", "user-42"));
    }

    [Fact]
    public void A_refused_profile_update_is_named_when_asked_for()
    {
        var verbose = RecordedRequest.Of("mixpanel", "flagsmith-engage").To("/engage?verbose=1").With("[0].$token", "\"other\"").SendTo(_receiver);
        var strict = RecordedRequest.Of("mixpanel", "flagsmith-engage").To("/engage?strict=1").With("[0].$distinct_id", "\"null\"").SendTo(_receiver);

        Assert.Equal(0, JsonElement.Parse(verbose.Body).GetProperty("status").GetInt32());
        Assert.Equal(400, strict.Status);
        Assert.Equal(0, JsonElement.Parse(strict.Body).GetProperty("failed_records")[0].GetProperty("index").GetInt32());
    }

    [Fact]
    public void The_last_profile_update_to_arrive_wins()
    {
        RecordedRequest.Of("mixpanel", "flagsmith-engage").SendTo(_receiver);
        RecordedRequest.Of("mixpanel", "flagsmith-engage").With("[0].$set.price", "6").SendTo(_receiver);

        Assert.Equal(6, _receiver.Profile("TOK", "user-42")?.GetProperty("price").GetInt32());
    }

    [Fact]
    public void The_profile_endpoint_takes_no_compression() =>
        Assert.Equal(400, RecordedRequest.Of("mixpanel", "flagsmith-engage").WithHeader("content-encoding", "gzip").SendTo(_receiver).Status);

    private ReceiverReply Import(string body, string url = "/import?strict=1", string basic = "TVBfVE9LRU46", string type = "application/json") =>
        RecordedRequest.Of("mixpanel", "node-import-batch").To(url).WithText(body).WithHeader("authorization", "Basic " + basic).WithHeader("content-type", type).SendTo(_receiver);
}
