using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using Guidon.Doubles;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Realtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Guidon.Server.Tests.Realtime;

/// <summary>A subscriber that does not read, on a real web server with real sockets; only the clock is ours.</summary>
public sealed class SlowSubscriberTests : IAsyncLifetime, IDisposable
{
    private static readonly RealtimeOptions s_options = new() { LifetimeSeconds = 86_400, KeepAliveSeconds = 3_600, WriteSecondsMax = 10 };

    private readonly FakeClock _clock = new(SomeEnvironment.Time);
    private readonly RealtimeNews _news = new();
    private readonly RealtimeMetrics _metrics = new();
    private readonly EnvironmentState _state = new(SomeEnvironment.At(SomeEnvironment.Time));
    private readonly WebApplication _app;

    public SlowSubscriberTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _news.Announce(_state.Current);
        var endpoint = new RealtimeEndpoint(_news, s_options, _metrics, _clock, _app.Lifetime.ApplicationStopping);
        _app.Map("/sse/environments/{environment}/stream", http => endpoint.GetAsync(http, new KeyGrant(_state, false, true, null)));
    }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_cut_off_and_counted_and_costs_the_others_nothing()
    {
        long dropped = 0;
        using var counting = Count("guidon.realtime.subscribers.dropped", add => Interlocked.Add(ref dropped, add));
        using var slow = await ConnectAsync();
        using var http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        using var good = await EventStream.OpenAsync(http, "key");
        await good.NextUpdateAsync();

        // A frame has some 80 bytes, and the sockets' buffers hold a few hundred thousand before the slow one gets stuck.
        var changes = 0;
        for (; Interlocked.Read(ref dropped) == 0 && changes < 200_000; changes++)
        {
            var told = Change(changes);
            // The good one has each of them before the next comes. Its server may still be at the end of that write when time moves, so no step is as long as a
            // write may take: of the good one's writes each sees one step at most, of the slow one's the last sees all.
            Assert.Equal(told, await good.NextUpdateAsync());
            if (changes % 50 == 49) _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, Interlocked.Read(ref dropped));
        Assert.Equal(Change(changes), await good.NextUpdateAsync());
    }

    // The smallest buffer that the system grants, and nobody reads from it.
    private async Task<Socket> ConnectAsync()
    {
        var address = new Uri(_app.Urls.Single());
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1_024 };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /sse/environments/key/stream HTTP/1.1\r\nHost: x\r\n\r\n"));
        return socket;
    }

    private string Change(int number)
    {
        var next = SomeEnvironment.At(SomeEnvironment.Time.AddSeconds(number + 1));
        _state.Swap(next);
        _news.Announce(next);
        return next.UpdatedAtSeconds;
    }

    private static MeterListener Count(string instrument, Action<long> add)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (found, listener) =>
            {
                if (found.Name == instrument) listener.EnableMeasurementEvents(found);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => add(value));
        listener.Start();
        return listener;
    }
}
