using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Sentry;

namespace Guidon.Integrations.Tests.Receivers;

public sealed class SentryReceiverTests
{
    private const string Hook = "/api/0/organizations/acme/flags/hooks/provider/generic/";

    private readonly StrictSentry _receiver = new(new FakeClock(new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void The_golden_request_is_taken_at_the_time_of_the_change()
    {
        Assert.Equal((200, ""), Of(Send(Golden.Text("sentry.json"))));
        Assert.Equal(GoldenChange.Event.OccurredAt, Assert.Single(_receiver.Rows).ShownAt);
    }

    [Fact]
    public void The_recorded_request_is_taken() => Assert.Equal((200, ""), Of(Send(
        """{"data":[{"action":"updated","change_id":9001,"created_at":"2026-11-10T08:00:00+00:00","created_by":{"id":"dev@example.org","type":"email"},"flag":"checkout_v2"}],"meta":{"version":1}}""")));

    [Theory]
    [InlineData("action", "\"changed\"")]
    [InlineData("action", null)]
    [InlineData("change_id", "\"9001\"")]
    [InlineData("change_id", "-1")]
    [InlineData("change_id", "1.5")]
    [InlineData("change_id", null)]
    [InlineData("created_at", "\"yesterday\"")]
    [InlineData("created_at", null)]
    [InlineData("created_by", "\"dev\"")]
    [InlineData("created_by", """{"id":"","type":"email"}""")]
    [InlineData("created_by", """{"id":"a","type":"key"}""")]
    [InlineData("flag", "\"\"")]
    [InlineData("flag", null)]
    public void A_changed_copy_is_refused_behind_a_success(string name, string? json)
    {
        var body = JsonNode.Parse(Golden.Text("sentry.json"))!;
        if (json is null) body["data"]![0]!.AsObject().Remove(name);
        else body["data"]![0]![name] = JsonNode.Parse(json);
        var reply = Send(body.ToJsonString());

        Assert.Equal(200, reply.Status);
        Assert.Contains(name, reply.Body, StringComparison.Ordinal);
        Assert.Empty(_receiver.Rows);
    }

    [Theory]
    [InlineData("{", "body")]
    [InlineData("""{"data":{},"meta":{"version":1}}""", "data")]
    [InlineData("""{"data":[],"meta":{"version":2}}""", "meta")]
    public void Another_envelope_is_refused_behind_a_success(string body, string field) => Assert.Contains(field, Send(body).Body, StringComparison.Ordinal);

    [Fact]
    [Trait("Row", "CHG-05")]
    public void A_flag_or_an_author_beyond_100_characters_is_refused_behind_a_success()
    {
        Assert.Contains("flag", Send(Golden.Text("sentry.json").Replace("\"flag\": \"", "\"flag\": \"" + new string('x', 100), StringComparison.Ordinal)).Body, StringComparison.Ordinal);
        Assert.Contains("created_by", Send(Golden.Text("sentry.json").Replace("dev@", new string('x', 100) + "@", StringComparison.Ordinal)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("00")]
    public void A_missing_and_a_wrong_signature_are_refused(string? signature) => Assert.Equal(401, Send(Golden.Text("sentry.json"), signature ?? "").Status);

    [Fact]
    public void A_signature_of_other_bytes_is_refused() =>
        Assert.Equal(401, Send(Golden.Text("sentry.json") + " ", Sign(Golden.Text("sentry.json"))).Status);

    [Fact]
    public void An_unknown_provider_and_another_method_are_refused() =>
        Assert.Equal([404, 405], new[] { Send("{}", path: "/api/0/organizations/acme/flags/hooks/provider/nobody/"), Send("{}", method: "GET") }.Select(reply => reply.Status));

    [Fact]
    public void Doubles_are_dropped_within_one_request_and_kept_across_two()
    {
        var change = JsonNode.Parse(Golden.Text("sentry.json"))!["data"]![0]!.ToJsonString();
        for (var i = 0; i < 2; i++) Send($$"""{"data":[{{change}},{{change}}],"meta":{"version":1} }""");

        Assert.Equal(2, _receiver.Rows.Count);
    }

    private static (int, string) Of(ReceiverReply reply) => (reply.Status, reply.Body);

    private string Sign(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_receiver.Secret), Encoding.UTF8.GetBytes(body)));

    private ReceiverReply Send(string body, string? signature = null, string path = Hook, string method = "POST") => _receiver.Receive(new ReceiverRequest(
        method, path, "", [new("Content-Type", "application/json"), new("X-Sentry-Signature", signature ?? Sign(body))], Encoding.UTF8.GetBytes(body), _receiver.Clock));
}
