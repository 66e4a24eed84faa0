using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>Receivers that answer with anything but an answer, over real sockets: each attempt ends, with little memory, as a failure or as its status.</summary>
[Collection(Alone.Name)]
public sealed class HostileAnswerTests
{
    private static readonly DeliveryOptions s_options = new() { AllowedNetworks = ["127.0.0.0/8"] };

    private readonly FakeClock _clock = new(SomeEvents.Start);

    [Fact]
    [Trait("Row", "RTY-17, E07")]
    public async Task A_bomb_stays_packed_and_is_cut_at_64_KiB()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < 200; i++) gzip.Write(new byte[1_048_576]);
        var head = $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n";
        await using var receiver = new RawReceiver(async (stream, end) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), end);
            await stream.WriteAsync(packed.ToArray(), end);
        });
        var before = GC.GetTotalAllocatedBytes();

        var answer = await SendAsync(receiver);

        Assert.Equal((200, 64 * 1_024, true), (answer.Status, answer.Body.Length, answer.BodyCut));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);   // of 200 MB
        Assert.Equal(packed.ToArray()[..answer.Body.Length], answer.Body.ToArray());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Flood: 0123456789012345678901234567890123456789\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "0123456789012345678901234567890123456789")]
    [InlineData("HTTP/1.1 200 ", "OK OK OK OK OK OK OK OK OK OK OK OK OK OK OK")]
    [InlineData("", "no HTTP at all, and no end of it either. ")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Trailer: 012345678901234567890123456789\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0000000000000000000000000000000000000000")]
    [Trait("Row", "E07, S12")]
    public async Task A_flood_of_headers_or_framing_is_cut_long_before_a_mebibyte(string head, string flood)
    {
        var sent = 0L;
        await using var receiver = new RawReceiver(async (stream, end) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), end);
            var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(flood, 100)));
            for (; sent < 64_000_000; sent += bytes.Length) await stream.WriteAsync(bytes, end);
        });

        var answer = await SendAsync(receiver);

        Assert.True(answer.Failure == SendFailure.Network || answer.BodyCut, $"{answer.Status} {answer.Failure}");
        await Eventually.TrueAsync("the connection was cut", () => Interlocked.Read(ref sent) < 64_000_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")]
    [Trait("Row", "RTY-17, E06")]
    public async Task An_answer_that_drips_is_cut_by_the_time_of_the_whole_attempt(string head)
    {
        var drips = 0;
        await using var receiver = new RawReceiver(async (stream, end) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), end);
            for (var due = 0; ; due++)
            {
                await Eventually.TrueAsync("a second passed", () => _clock.GetUtcNow() >= SomeEvents.Start.AddSeconds(due));
                await stream.WriteAsync("1"u8.ToArray(), end);
                Interlocked.Increment(ref drips);
            }
        });

        var sending = SendAsync(receiver);
        for (var second = 0; second < 15; second++)
        {
            await Eventually.TrueAsync("it drips", () => Volatile.Read(ref drips) > second || sending.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var answer = await sending;
        Assert.True(answer is { Failure: SendFailure.Timeout } or { Status: 200, BodyCut: true }, $"{answer.Status} {answer.Failure}");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nshort")]
    [InlineData("HTTP/1.1 999999999999 OK\r\n\r\n")]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n")]
    [InlineData("<html>HTTP/0.9 has no status</html>")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("")]
    [Trait("Row", "E07")]
    public async Task Broken_framing_is_a_failure_or_a_cut_body_and_never_an_exception(string bytes)
    {
        await using var receiver = new RawReceiver(async (stream, end) => await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), end));

        var answer = await SendAsync(receiver);

        Assert.True(answer.Failure == SendFailure.Network || answer.BodyCut, $"{answer.Status} {answer.Failure} {answer.BodyCut}");
    }

    [Fact]
    [Trait("Row", "S06")]
    public async Task A_header_value_with_a_line_break_is_never_sent()
    {
        await using var receiver = new RawReceiver(async (stream, end) =>
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), end));
        using var sender = Sender();
        var request = new OutgoingRequest { Address = receiver.Address, Body = default, Headers = [new("X-One", "1\r\nX-Two: 2")] };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => sender.SendAsync(request, default));

        Assert.DoesNotContain("X-Two", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    [Trait("Row", "E07, SEC-05, S12")]
    public async Task A_certificate_that_nobody_vouches_for_holds_and_the_reason_names_no_secret()
    {
        using var certificate = SelfSigned("CN=internal-4711.example");
        await using var tls = new TlsReceiver(certificate);
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", $"https://127.0.0.1:{tls.Port}/hook?token=word-4711"), ("secret", "secret-4711"));
        bench.Start();
        await bench.AppendAsync("a");

        await bench.StateAsync(destination, DestinationState.Held);

        Assert.Equal("untrusted_certificate", (await bench.StatusAsync(destination)).Destination.HeldReason);
        Assert.True(tls.Refused > 0);
    }

    private static X509Certificate2 SelfSigned(string subject)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task<Answer> SendAsync(RawReceiver receiver)
    {
        using var sender = Sender();
        return await sender.SendAsync(new OutgoingRequest { Address = receiver.Address, Body = "{}"u8.ToArray() }, default);
    }

    private HttpSender Sender() => new(new AddressGuard(s_options, Dns.GetHostAddressesAsync, _clock), s_options, _clock);
}
