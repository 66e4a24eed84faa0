using System.Net;
using System.Text;
using Guidon.Doubles;
using Guidon.Receivers;

namespace Guidon.Delivery.Tests;

public sealed class HttpSenderTests
{
    private static readonly DeliveryOptions s_options = new() { AllowedNetworks = ["127.0.0.0/8"] };

    private readonly FakeClock _clock = new(SomeEvents.Start);

    [Fact]
    public async Task The_bytes_arrive_as_they_are_with_the_headers_that_were_asked_for()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        using var sender = Sender();

        var answer = await sender.SendAsync(Request(receiver, "{\"a\": \"\\u00e9\"}") with { Headers = [new("X-One", "1")] }, default);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal(200, answer.Status);
        Assert.Equal(("POST", "{\"a\": \"\\u00e9\"}"), (request.Method, request.Text));
        Assert.Equal(("application/json", "1"), (request.Header("Content-Type"), request.Header("X-One")));
        Assert.StartsWith("Guidon/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Null(request.Header("traceparent"));
    }

    [Fact]
    public async Task A_compressed_body_says_so()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        using var sender = Sender();
        var body = new string('a', 10_000);

        await sender.SendAsync(Request(receiver, body) with { Gzip = true }, default);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal("gzip", request.Header("Content-Encoding"));
        Assert.Equal(body, request.Text);
        Assert.True(request.Body.Length < 1_000);
    }

    [Fact]
    public async Task An_answer_is_read_up_to_64_KiB()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200, Fault: ReplyFault.Endless);
        using var sender = Sender();

        var answer = await sender.SendAsync(Request(receiver, "{}"), default);

        Assert.Equal((200, 64 * 1_024, true), (answer.Status, answer.Body.Length, answer.BodyCut));
    }

    [Fact]
    public async Task A_status_whose_body_never_comes_is_an_answer_after_fifteen_seconds()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(503, Fault: ReplyFault.Stall);
        using var sender = Sender();

        var sending = sender.SendAsync(Request(receiver, "{}"), default);
        await Eventually.TrueAsync("the request came", () => receiver.Requests.Count == 1);
        await Eventually.TrueAsync("the attempt ended", () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return sending.IsCompleted;
        });

        var answer = await sending;
        Assert.True(answer is { Status: 503, BodyCut: true } or { Failure: SendFailure.Timeout });
    }

    [Fact]
    public async Task A_host_that_nobody_knows_and_a_port_that_nobody_listens_at_are_network_failures()
    {
        using var sender = new HttpSender(
            new AddressGuard(s_options, (_, _) => Task.FromResult<IPAddress[]>([]), _clock), s_options, _clock);
        var gone = new Uri($"http://127.0.0.1:{FreePort.Next()}/");

        var unknown = await sender.SendAsync(new OutgoingRequest { Address = new Uri("https://nobody.example/"), Body = default }, default);
        var closed = await sender.SendAsync(new OutgoingRequest { Address = gone, Body = default }, default);

        Assert.Equal((SendFailure.Network, SendFailure.Network), (unknown.Failure, closed.Failure));
    }

    [Fact]
    public async Task Plain_bytes_where_TLS_was_expected_fail_without_an_exception()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        using var sender = Sender();

        var answer = await sender.SendAsync(
            new OutgoingRequest { Address = new Uri($"https://127.0.0.1:{receiver.Address.Port}/"), Body = default }, default);

        Assert.NotEqual(SendFailure.None, answer.Failure);
    }

    private static OutgoingRequest Request(RecordingReceiver receiver, string body) =>
        new() { Address = receiver.Address, Body = Encoding.UTF8.GetBytes(body) };

    private HttpSender Sender() => new(new AddressGuard(s_options, Dns.GetHostAddressesAsync, _clock), s_options, _clock);
}
