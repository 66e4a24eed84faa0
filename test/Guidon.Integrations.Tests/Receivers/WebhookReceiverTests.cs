using System.Text;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Webhook;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class WebhookReceiverTests
{
    private const string Body =
        """{"data": {"changed_by": "dev@example.org", "new_state": {"enabled": true}, "timestamp": "2026-11-10T08:00:00.000000Z"}, "event_type": "FLAG_UPDATED"}""";

    private const string LegacySignature = "74d7593f0d614815420dfc69c0d10a5c2612b4fb9f883564669790f3510e86b9";
    private const string StandardSignature = "v1,gbfr6fAieDM0pzr7808+lUcEwJ1EOhlWLCRwN+PmdZg=";
    private const string Seconds = "1795345200";

    private readonly FakeClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_795_345_200));
    private readonly StrictWebhook _receiver;

    public WebhookReceiverTests() => _receiver = new StrictWebhook(_clock) { LegacySecret = "my shared secret", StandardSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" };

    [Fact]
    public void The_vectors_of_both_schemes_are_accepted() => Assert.Equal(200, Send().Status);

    [Theory]
    [InlineData("X-Flagsmith-Signature", null)]
    [InlineData("X-Flagsmith-Signature", "74D7593F0D614815420DFC69C0D10A5C2612B4FB9F883564669790F3510E86B9")]
    [InlineData("X-Flagsmith-Signature", "00")]
    [InlineData("webhook-id", null)]
    [InlineData("webhook-id", "msg.1")]
    [InlineData("webhook-id", "msg_other")]
    [InlineData("webhook-timestamp", null)]
    [InlineData("webhook-timestamp", "now")]
    [InlineData("webhook-timestamp", "1795345201")]
    [InlineData("webhook-signature", null)]
    [InlineData("webhook-signature", "v1a,gbfr6fAieDM0pzr7808+lUcEwJ1EOhlWLCRwN+PmdZg=")]
    [InlineData("webhook-signature", "gbfr6fAieDM0pzr7808+lUcEwJ1EOhlWLCRwN+PmdZg=")]
    public void A_changed_header_is_refused(string name, string? value)
    {
        Assert.Equal(401, Send(header: (name, value)).Status);
        Assert.Empty(_receiver.Rows);
    }

    [Theory]
    [InlineData("true", "false")]
    [InlineData("\": \"", "\":\"")]
    public void A_changed_byte_is_refused(string text, string other) =>
        Assert.Equal(401, Send(Body.Replace(text, other, StringComparison.Ordinal)).Status);

    [Theory]
    [InlineData(299, 200)]
    [InlineData(-299, 200)]
    [InlineData(301, 401)]
    [InlineData(-301, 401)]
    [InlineData(777_600, 401)]
    public void A_timestamp_counts_for_five_minutes(int secondsLater, int status)
    {
        _clock.WallOffset = TimeSpan.FromSeconds(secondsLater);

        Assert.Equal(status, Send().Status);
    }

    [Fact]
    public void One_of_several_signatures_is_enough() =>
        Assert.Equal(200, Send(header: ("webhook-signature", $"v1,AAAA v2,b {StandardSignature}")).Status);

    [Fact]
    public void An_id_is_kept_once()
    {
        for (var i = 0; i < 2; i++) Send();

        Assert.Equal((2, 1), (_receiver.Received, _receiver.Rows.Count));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("{\"a\":1,\"a\":2}", 400)]
    [InlineData("{}", 422)]
    [InlineData("{\"identity\":\"a\",\"flags\":[],\"traits\":[]}", 422)]
    [InlineData("{\"type\":\"identity.evaluated\",\"timestamp\":\"once\",\"data\":{}}", 422)]
    public void An_unknown_body_is_refused(string body, int status)
    {
        (_receiver.LegacySecret, _receiver.StandardSecret) = (null, null);

        Assert.Equal(status, Send(body).Status);
    }

    [Fact]
    public void The_recorded_request_is_taken_and_its_missing_id_a_finding()
    {
        (_receiver.LegacySecret, _receiver.StandardSecret) = (null, null);

        Assert.Equal(200, RecordedRequest.Of("webhook", "flagsmith-environment-webhook-200").SendTo(_receiver).Status);
        Assert.Equal("a request without webhook-id", Assert.Single(_receiver.Findings));
        Assert.Equal(415, RecordedRequest.Of("webhook", "flagsmith-environment-webhook-200").WithHeader("content-type", "text/plain").SendTo(_receiver).Status);
        Assert.Equal(415, RecordedRequest.Of("webhook", "flagsmith-environment-webhook-200").WithHeader("content-encoding", "gzip").SendTo(_receiver).Status);
    }

    private ReceiverReply Send(string body = Body, (string Name, string? Value) header = default)
    {
        var headers = new Dictionary<string, string>
        {
            ["Content-Type"] = "application/json",
            ["X-Flagsmith-Signature"] = LegacySignature,
            ["webhook-id"] = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
            ["webhook-timestamp"] = Seconds,
            ["webhook-signature"] = StandardSignature,
        };
        if (header.Name is not null)
        {
            headers.Remove(header.Name);
            if (header.Value is not null) headers[header.Name] = header.Value;
        }

        return _receiver.Receive(new ReceiverRequest("POST", "/hook", "", [.. headers], Encoding.UTF8.GetBytes(body), _clock.GetUtcNow()));
    }
}
