using System.Net;
using System.Net.Sockets;

namespace Guidon.Doubles;

/// <summary>A way to a receiver that carries little: bytes go through in small portions with a pause after each, and some portions wait as a lost packet does.</summary>
public sealed class SlowLink : IAsyncDisposable
{
    private const int PortionBytes = 1_460;   // a packet's worth
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(45);   // 32 KB a second: 256 kbit/s
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Random _random;
    private readonly Uri _receiver;
    private readonly Task _loop;

    public SlowLink(Uri receiver, int seed)
    {
        (_receiver, _random) = (receiver, new Random(seed));
        _listener.Start();
        _loop = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true) _ = CarryAsync(await _listener.AcceptTcpClientAsync(_closing.Token));
    }

    private async Task CarryAsync(TcpClient caller)
    {
        using var near = caller;
        using var far = new TcpClient();
        await far.ConnectAsync(_receiver.Host, _receiver.Port, _closing.Token);
        await Task.WhenAny(CarryAsync(near.GetStream(), far.GetStream()), CarryAsync(far.GetStream(), near.GetStream()));
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var portion = new byte[PortionBytes];
        while (await from.ReadAsync(portion, _closing.Token) is > 0 and var bytes)
        {
            bool isLost;
            lock (_random) isLost = _random.NextDouble() < 0.3;
            await Task.Delay(isLost ? s_again : s_pause, _closing.Token);
            await to.WriteAsync(portion.AsMemory(0, bytes), _closing.Token);
        }
    }
}
