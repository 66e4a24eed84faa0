using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Guidon.Server.Tests.Nodes;

/// <summary>A way to a PostgreSQL that breaks, with every connection on it, when a text is sent through it: before it arrives, or before it is answered.</summary>
public sealed class CutLink : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _cut;   // of the connections; of the way itself when it breaks for good
    private readonly string _database;
    private readonly Queue<byte[]> _texts;           // only the writer's connection sends them, one after the other
    private readonly bool _isAnswerLost;
    private readonly Task _loop;

    /// <param name="database">The folder of the server's socket.</param>
    /// <param name="isForGood">Whether nothing passes ever again; otherwise whoever comes anew is let through.</param>
    /// <param name="isAnswerLost">Whether the text arrives, and only what it is answered with does not.</param>
    /// <param name="texts">One after the other; the last one breaks it. Each is seen when one portion holds it whole.</param>
    public CutLink(string database, bool isForGood, bool isAnswerLost, params string[] texts)
    {
        (_database, _isAnswerLost, _texts) = (database, isAnswerLost, new Queue<byte[]>(texts.Select(Encoding.UTF8.GetBytes)));
        _cut = isForGood ? _end : CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(Folder, SocketName)));
        _listener.Listen();
        _loop = AcceptAsync();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("guidon-cut-").FullName;

    public bool IsCut => _cut.IsCancellationRequested;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
        _cut.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        List<Task> ways = [];
        using var closing = _end.Token.Register(_listener.Dispose);
        try
        {
            while (true)
            {
                var near = await _listener.AcceptAsync(_end.Token);
                ways.Add(CarryAsync(near, IsCut ? _end.Token : _cut.Token));
            }
        }
        finally
        {
            await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CarryAsync(Socket near, CancellationToken cut)
    {
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (near)
        {
            var isAsked = new StrongBox<bool>();   // the last text went through here, and its answer must not
            await far.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_database, SocketName)), cut);
            await Task.WhenAny(CarryAsync(near, far, bytes => IsLast(bytes.Span) && (isAsked.Value = true) && !_isAnswerLost, cut), CarryAsync(far, near, _ => Volatile.Read(ref isAsked.Value), cut));
        }
    }

    private async Task CarryAsync(Socket from, Socket to, Predicate<ReadOnlyMemory<byte>> breaks, CancellationToken cut)
    {
        var portion = new byte[1 << 16];
        while (await from.ReceiveAsync(portion, cut) is > 0 and var bytes)
        {
            if (breaks(portion.AsMemory(0, bytes))) await _cut.CancelAsync();
            await to.SendAsync(portion.AsMemory(0, bytes), cut);
        }
    }

    private bool IsLast(ReadOnlySpan<byte> portion)
    {
        lock (_texts)
        {
            while (_texts.TryPeek(out var text) && portion.IndexOf(text) is >= 0 and var at)
            {
                portion = portion[(at + text.Length)..];
                _texts.Dequeue();
                if (_texts.Count == 0) return true;
            }

            return false;
        }
    }
}
