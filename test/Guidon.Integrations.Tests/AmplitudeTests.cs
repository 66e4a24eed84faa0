using System.Text;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Events;

namespace Guidon.Integrations.Tests;

public sealed class AmplitudeTests
{
    [Fact]
    public void The_request_travels_compressed() => Assert.True(Golden.Send(Bound(withEvents: true), Golden.Event).Gzip);

    [Fact]
    public void Address_fields_and_types_are_those_of_the_recorded_request_of_the_official_client()
    {
        var recorded = Golden.Recorded("amplitude-batch.json");
        var request = Golden.Send(Bound(withEvents: true), Golden.Event);
        var body = JsonElement.Parse(Encoding.UTF8.GetString(request.Body.Span));

        Assert.Equal(recorded.GetProperty("url").GetString(), request.Address.AbsolutePath);
        Assert.Equal(recorded.GetProperty("content_type").GetString(), request.ContentType);
        AssertShape(recorded.GetProperty("body"), body);
        for (var i = 0; i < 2; i++)
        {
            var theirs = recorded.GetProperty("body").GetProperty("events")[i];
            AssertShape(theirs, body.GetProperty("events")[i]);
            Assert.Equal(theirs.GetProperty("event_type").GetString(), body.GetProperty("events")[i].GetProperty("event_type").GetString());
        }
    }

    [Fact]
    public void Without_the_switch_only_the_profile_is_sent() =>
        Assert.Single(Bound(withEvents: false).Map(Golden.Event).Records);

    [Fact]
    public void The_same_event_gives_the_same_bytes_in_every_attempt()
    {
        var bound = Bound(withEvents: true);

        Assert.Equal(
            bound.Map(Golden.Event).Records.Select(record => Convert.ToHexString(record.Span)),
            bound.Map(Golden.Event).Records.Select(record => Convert.ToHexString(record.Span)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("anonymous")]
    [InlineData("unknown")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Reserved_ids_are_parked(string identifier) =>
        Assert.Equal((MappingOutcome.Parked, "reserved_id"), Outcome(Golden.Event with { Identifier = identifier }));

    [Theory]
    [InlineData("a")]
    [InlineData("123")]
    [InlineData("id-of-1024")]
    public void Short_and_long_ids_are_kept_whole(string identifier)
    {
        identifier = identifier == "id-of-1024" ? new string('i', 1_024) : identifier;

        var record = JsonElement.Parse(Bound(false).Map(Golden.Event with { Identifier = identifier }).Records[0].Span);

        Assert.Equal(identifier, record.GetProperty("user_id").GetString());
    }

    [Fact]
    public void An_id_beyond_the_limit_is_parked_and_never_cut() =>
        Assert.Equal((MappingOutcome.Parked, "identifier_too_long"), Outcome(Golden.Event with { Identifier = new string('i', 2_000) }));

    [Fact]
    public void An_identity_without_an_identifier_is_filtered() =>
        Assert.Equal((MappingOutcome.Filtered, "anonymous"), Outcome(Golden.Event with { Anonymous = true }));

    [Fact]
    public void Long_values_are_cut_between_characters_and_marked()
    {
        var emoji = string.Concat(Enumerable.Repeat("🚀", 10_000));
        var properties = Properties(
            SomeEvents.Flag("odd", $"\"x{emoji}\""), SomeEvents.Flag("exact", $"\"{new string('y', 1_024)}\""),
            SomeEvents.Flag("odd__truncated", "\"mine\""));

        Assert.Equal("x" + string.Concat(Enumerable.Repeat("🚀", 511)), properties.GetProperty("odd").GetString());
        Assert.Equal("mine", properties.GetProperty("odd__truncated").GetString());
        Assert.True(properties.GetProperty("odd__truncated_").GetBoolean());
        Assert.Equal(1_024, properties.GetProperty("exact").GetString()!.Length);
        Assert.False(properties.TryGetProperty("exact__truncated", out _));
    }

    [Fact]
    public void Three_hundred_flags_are_all_there() =>
        Assert.Equal(300, Properties([.. Enumerable.Range(0, 300).Select(n => SomeEvents.Flag($"flag-{n}", "true"))]).GetPropertyCount());

    [Theory]
    [InlineData("https://api.eu.amplitude.com", "https://api.eu.amplitude.com/batch")]
    [InlineData("https://api.eu.amplitude.com/", "https://api.eu.amplitude.com/batch")]
    public void A_final_slash_does_not_matter(string baseUrl, string address) =>
        Assert.Equal(address, Golden.Send(Golden.Bind("amplitude", ("api_key", "k"), ("base_url", baseUrl)), Golden.Event).Address.ToString());

    private static BoundIntegration Bound(bool withEvents) => Golden.Bind(
        "amplitude", ("api_key", "AK_TEST"), ("base_url", "https://api2.amplitude.com"), ("send_events", withEvents ? "true" : "false"));

    private static (MappingOutcome Outcome, string Reason) Outcome(EvaluatedEvent happened)
    {
        var mapping = Bound(false).Map(happened);
        return (mapping.Outcome, mapping.Reason);
    }

    private static JsonElement Properties(params FlagRow[] rows) =>
        JsonElement.Parse(Bound(false).Map(SomeEvents.Evaluated("a", rows)).Records[0].Span).GetProperty("user_properties").GetProperty("$set");

    // Each of our fields is one of theirs with the same type; only the content of the customer's own properties is free.
    private static void AssertShape(JsonElement theirs, JsonElement ours)
    {
        foreach (var field in ours.EnumerateObject())
        {
            Assert.True(theirs.TryGetProperty(field.Name, out var known), $"{field.Name} is unknown to the official client.");
            Assert.Equal(known.ValueKind, field.Value.ValueKind);
        }
    }
}
