using System.Text;
using System.Text.Json;
using Guidon.Delivery;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Integrations.Webhook;

namespace Guidon.Integrations.Tests;

public sealed class WebhookTests
{
    private const string VectorBody =
        """{"data": {"changed_by": "dev@example.org", "new_state": {"enabled": true}, "timestamp": "2026-11-10T08:00:00.000000Z"}, "event_type": "FLAG_UPDATED"}""";

    private const string StandardSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact]
    public void The_legacy_body_is_byte_for_byte_what_Python_writes() =>
        Assert.Equal(Golden.Text("webhook-legacy.json"), Body(Golden.Send(Legacy(), Golden.Event)));

    [Fact]
    public void The_standard_body_tells_environment_variant_and_reason() =>
        AssertSame(Golden.Text("webhook-standard.json"), Body(Golden.Send(Standard(), Golden.Event)));

    [Fact]
    public void The_legacy_signature_is_that_of_the_vector() =>
        Assert.Equal(
            "74d7593f0d614815420dfc69c0d10a5c2612b4fb9f883564669790f3510e86b9",
            WebhookSignature.Legacy("my shared secret", Encoding.UTF8.GetBytes(VectorBody)));

    [Fact]
    public void The_standard_signature_is_that_of_the_vector() =>
        Assert.Equal(
            "v1,gbfr6fAieDM0pzr7808+lUcEwJ1EOhlWLCRwN+PmdZg=",
            WebhookSignature.Standard(
                WebhookSignature.Key(StandardSecret), "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", 1_795_345_200, Encoding.UTF8.GetBytes(VectorBody)));

    [Fact]
    public void Every_attempt_is_signed_anew_and_keeps_id_and_event_time()
    {
        var bound = Golden.Bind(
            "webhook", ("url", "https://example.com/"), ("secret", "my shared secret"), ("format", "legacy"), ("standard_secret", StandardSecret));
        var record = new OutgoingRecord(Golden.Event.Id, "a", SomeEvents.Start, Encoding.UTF8.GetBytes(VectorBody));

        var first = Headers(bound.Request([record], Golden.AttemptAt));
        var later = Headers(bound.Request([record], Golden.AttemptAt.AddHours(3)));

        Assert.Equal("0199a1c2-7d3e-7b40-9f10-3a5b6c7d8e01", first["webhook-id"]);
        Assert.Equal("2026-11-10T08:00:00.123456Z", first["Guidon-Event-Time"]);
        Assert.Equal("74d7593f0d614815420dfc69c0d10a5c2612b4fb9f883564669790f3510e86b9", first["X-Flagsmith-Signature"]);
        Assert.Equal((first["webhook-id"], first["Guidon-Event-Time"]), (later["webhook-id"], later["Guidon-Event-Time"]));
        Assert.Equal(10_800, long.Parse(later["webhook-timestamp"]) - long.Parse(first["webhook-timestamp"]));
        Assert.NotEqual(first["webhook-signature"], later["webhook-signature"]);
    }

    [Fact]
    public void Without_secrets_there_is_no_signature_but_still_an_id()
    {
        var headers = Headers(Golden.Send(Legacy(), Golden.Event));

        Assert.Equal(["Guidon-Event-Time", "webhook-id", "webhook-timestamp"], headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_signature_header_and_the_media_type_are_those_of_the_recorded_request()
    {
        var recorded = Golden.Recorded("webhook-environment.json").GetProperty("headers");

        var request = Golden.Send(Golden.Bind("webhook", ("url", "https://example.com/"), ("secret", "s"), ("format", "legacy")), Golden.Event);

        Assert.Equal(recorded.GetProperty("content-type").GetString(), request.ContentType);
        Assert.Equal(
            recorded.GetProperty("X-Flagsmith-Signature").GetString()!.Length, Headers(request)["X-Flagsmith-Signature"].Length);
    }

    [Fact]
    public void Three_hundred_flags_and_values_of_twenty_kilobytes_arrive_whole()
    {
        FlagRow[] rows = [.. Enumerable.Range(0, 300).Select(n => SomeEvents.Flag($"flag-{n}", $"\"{new string('ž', 20_000)}\""))];

        var flags = JsonElement.Parse(Body(Golden.Send(Legacy(), SomeEvents.Evaluated("a", rows)))).GetProperty("flags");

        Assert.Equal(300, flags.GetArrayLength());
        Assert.All(flags.EnumerateArray(), flag => Assert.Equal(20_000, flag.GetProperty("feature_state_value").GetString()!.Length));
    }

    [Fact]
    public void Anonymous_identities_reach_a_webhook() =>
        Assert.Equal(MappingOutcome.Mapped, Legacy().Map(Golden.Event with { Anonymous = true }).Outcome);

    private static BoundIntegration Legacy() => Golden.Bind("webhook", ("url", "https://example.com/"), ("format", "legacy"));

    private static BoundIntegration Standard() => Golden.Bind("webhook", ("url", "https://example.com/"), ("format", "standard"));

    private static string Body(OutgoingRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    private static Dictionary<string, string> Headers(OutgoingRequest request) => request.Headers.ToDictionary();

    private static void AssertSame(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), actual);
}
