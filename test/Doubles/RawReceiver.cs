using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Guidon.Doubles;

/// <summary>A socket that answers each connection with bytes of the test's choice, valid HTTP or not, once a request's headers came.</summary>
public sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _loop;

    public RawReceiver(Func<Stream, CancellationToken, Task> answer)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _loop = Task.Run(() => AcceptAsync(answer, _closing.Token));
    }

    public Uri Address { get; }

    /// <summary>What came in over the last connection before the answer began.</summary>
    public string Received { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task AcceptAsync(Func<Stream, CancellationToken, Task> answer, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(closing);
            try
            {
                var buffer = new byte[65_536];
                Received = Encoding.Latin1.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, closing));
                await answer(client.GetStream(), closing);
            }
            catch (IOException)
            {
                // The caller cut the connection, which is what most tests want.
            }
        }
    }
}
