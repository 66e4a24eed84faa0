using System.Net.Sockets;
using System.Text;

namespace Guidon.Server.Tests.Nodes;

/// <summary>A way to a PostgreSQL that breaks for good, with every connection on it, when a text is sent through it.</summary>
public sealed class CutLink : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _cut = new();
    private readonly string _database;
    private readonly byte[] _text;
    private readonly Task _loop;

    /// <param name="database">The folder of the server's socket.</param>
    /// <param name="text">Seen when one portion holds it whole.</param>
    public CutLink(string database, string text)
    {
        (_database, _text) = (database, Encoding.UTF8.GetBytes(text));
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(Folder, SocketName)));
        _listener.Listen();
        _loop = AcceptAsync();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("guidon-cut-").FullName;

    public bool IsCut => _cut.IsCancellationRequested;

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _cut.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        List<Task> ways = [];
        using var closing = _cut.Token.Register(_listener.Dispose);
        try
        {
            while (true) ways.Add(CarryAsync(await _listener.AcceptAsync(_cut.Token)));
        }
        finally
        {
            await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (near)
        {
            await far.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_database, SocketName)), _cut.Token);
            await Task.WhenAny(CarryAsync(near, far, isWatched: true), CarryAsync(far, near, isWatched: false));
        }
    }

    private async Task CarryAsync(Socket from, Socket to, bool isWatched)
    {
        var portion = new byte[1 << 16];
        while (await from.ReceiveAsync(portion, _cut.Token) is > 0 and var bytes)
        {
            if (isWatched && portion.AsSpan(0, bytes).IndexOf(_text) >= 0) await _cut.CancelAsync();
            await to.SendAsync(portion.AsMemory(0, bytes), _cut.Token);
        }
    }
}
