using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Guidon.Load;

/// <summary>
/// One keep-alive connection in a closed loop: writes the request, reads the whole answer, writes the next.
/// Raw sockets, since client and server share the machine and an HttpClient would eat what is to be measured.
/// </summary>
internal sealed class LoadConnection(Uri server, byte[] request) : IDisposable
{
    private const int AnswerBytesMax = 1 << 20;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[AnswerBytesMax];

    /// <returns>How long each answer took, in ticks of the <see cref="Stopwatch"/>.</returns>
    internal async Task<List<long>> RunAsync(long endTimestamp, CancellationToken cancellation)
    {
        await _socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, cancellation);
        var latencies = new List<long>(capacity: 1 << 16);
        for (var start = Stopwatch.GetTimestamp(); start < endTimestamp;)
        {
            await _socket.SendAsync(request, cancellation);
            await ReadAnswerAsync(cancellation);
            var end = Stopwatch.GetTimestamp();
            latencies.Add(end - start);
            start = end;
        }
        return latencies;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask ReadAnswerAsync(CancellationToken cancellation)
    {
        var received = 0;
        do
        {
            if (received == AnswerBytesMax) throw new LoadException($"an answer of {server} is longer than {AnswerBytesMax} bytes");
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(received), cancellation);
            if (count == 0) throw new LoadException($"{server} closed a connection");
            received += count;
        }
        while (!IsWhole(_buffer.AsSpan(0, received)));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0) return false;
        var head = answer[..(headEnd + 2)];
        if (!head.StartsWith("HTTP/1.1 200 "u8)) throw new LoadException($"an answer is no success:\n{Encoding.UTF8.GetString(answer)}");
        var body = answer[(headEnd + 4)..];
        var place = head.IndexOf("Content-Length: "u8);
        if (place < 0) return body.EndsWith("0\r\n\r\n"u8);   // Chunked, which ends so.
        var number = head[(place + "Content-Length: ".Length)..];
        return body.Length >= int.Parse(number[..number.IndexOf("\r\n"u8)], CultureInfo.InvariantCulture);
    }
}
