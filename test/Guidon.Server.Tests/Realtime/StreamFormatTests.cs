using System.Globalization;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Realtime;

/// <summary>What the wire carries is what every SDK can read.</summary>
public sealed class StreamFormatTests(StreamFormatTests.RecordedStream recorded) : IClassFixture<StreamFormatTests.RecordedStream>
{
    [Theory]
    [MemberData(nameof(SdkReaders.Names), MemberType = typeof(SdkReaders))]
    public void Every_SDK_reads_the_first_event_and_the_change(string sdk) =>
        Assert.Equal(recorded.Told, SdkReaders.Read(sdk, recorded.Chunks).Select(number => number.ToString("F6", CultureInfo.InvariantCulture)));

    [Fact]
    public async Task The_platforms_own_reader_reads_it_too()
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(recorded.Chunks)));
        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(bytes).EnumerateAsync(CancellationToken.None)) items.Add(item);
        Assert.Equal(recorded.Told.Count, items.Count);
        Assert.All(items, item => Assert.Equal(("environment_updated", TimeSpan.FromSeconds(1)), (item.EventType, item.ReconnectionInterval)));
    }

    [Fact]
    public void Every_write_is_a_whole_event_or_a_comment() =>
        Assert.All(recorded.Chunks, chunk => Assert.True(
            chunk == ":\n\n" || (chunk.StartsWith("event: ", StringComparison.Ordinal) && chunk.EndsWith("\n\n", StringComparison.Ordinal)), chunk));

    /// <summary>One short stream with one change in the middle, as it came from the socket.</summary>
    public sealed class RecordedStream : IAsyncLifetime
    {
        public IReadOnlyList<string> Chunks { get; private set; } = [];

        public IReadOnlyList<string> Told { get; private set; } = [];

        public async Task InitializeAsync()
        {
            var variables = new Dictionary<string, string> { ["GUIDON_Realtime__KeepAliveSeconds"] = "1", ["GUIDON_Realtime__LifetimeSeconds"] = "6" };
            await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = variables });
            var first = (await server.ReadFlagAsync("banner_text")).UpdatedAt;
            var path = await server.FlagPathAsync("banner_text");
            using var client = new TcpClient();
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            var socket = client.GetStream();
            await socket.WriteAsync(Encoding.ASCII.GetBytes($"GET /sse/environments/{server.ClientKey}/stream HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n"));
            var answer = new StreamReader(socket, Encoding.ASCII).ReadToEndAsync();
            await Eventually.TrueAsync("the subscriber is counted", async () => await server.MetricAsync("guidon_realtime_subscribers") == 1);
            await server.ManageAsync(System.Net.HttpStatusCode.OK, "PATCH", path, """{"environment_default":{"enabled":false}}""");
            var second = (await server.ReadFlagAsync("banner_text")).UpdatedAt;
            (Chunks, Told) = (Split(await answer), [first, second]);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        // Chunked encoding: one chunk per write.
        private static List<string> Split(string answer)
        {
            var (chunks, at) = (new List<string>(), answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4);
            while (true)
            {
                var line = answer.IndexOf("\r\n", at, StringComparison.Ordinal);
                var length = int.Parse(answer[at..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (length == 0) return chunks;
                chunks.Add(answer.Substring(line + 2, length));
                at = line + 4 + length;
            }
        }
    }
}
