using System.Globalization;
using System.Text;

namespace Guidon.Simulation.Tests;

/// <summary>One connection of a node to a receiver, in memory: the node's end is a stream, the other end a site.</summary>
internal sealed class Connection(World world, Node node, ISite site) : Stream
{
    private readonly List<byte> _request = [];
    private readonly Queue<byte> _answer = new();
    private TaskCompletionSource? _waiting;
    private string _account = "";
    private bool _isCut;

    internal Node Node => node;

    /// <summary>The node has hung up, or it is gone.</summary>
    internal bool IsCut => _isCut;

    /// <summary>A request is under way.</summary>
    internal bool IsBusy { get; private set; }

    internal string Account => _account;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The receiver's answer, after the way back.</summary>
    internal void Answer(int status, string body, int? retryAfterSeconds = null)
    {
        var wish = retryAfterSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"Retry-After: {seconds}\r\n") : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Simulated\r\nContent-Length: {body.Length}\r\n{wish}\r\n{body}");
        world.Agenda.Post(world.Faults.NetworkWait(), () =>
        {
            if (_isCut) return;
            if (retryAfterSeconds is { } rest) world.Oracle.Rested(node, _account, TimeSpan.FromSeconds(rest));
            IsBusy = false;
            Feed(text);
        });
    }

    /// <summary>Bytes as they are, after the way back.</summary>
    internal void Send(string text) => world.Agenda.Post(world.Faults.NetworkWait(), () => Feed(text));

    /// <summary>A complete head and a body that does not come to an end.</summary>
    internal void Drip()
    {
        Send("HTTP/1.1 200 Simulated\r\nContent-Length: 1000\r\n\r\n");
        for (var second = 1; second < 30; second++) world.Agenda.Post(TimeSpan.FromSeconds(second), () => Feed("."));
    }

    /// <summary>Breaks, after the way back.</summary>
    internal void Cut() => world.Agenda.Post(world.Faults.NetworkWait(), Break);

    /// <summary>Breaks now.</summary>
    internal void Break()
    {
        _isCut = true;
        IsBusy = false;
        _waiting?.TrySetResult();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isCut || node.IsDead) throw new IOException("The simulated connection is cut.");
        foreach (var one in buffer.Span) _request.Add(one);
        IsBusy = true;
        var text = Encoding.Latin1.GetString([.. _request]);
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0 || text.Length < head + 4 + BodyLength(text[..head])) return ValueTask.CompletedTask;
        byte[] body = [.. _request[(head + 4)..]];
        _request.Clear();
        _account = text.Split(' ')[1][1..];
        // A node may die or hang up meanwhile: what was sent arrives nevertheless.
        world.Agenda.Post(world.Faults.NetworkWait(), () => site.Arrive(this, text[..head], body));
        world.Oracle.Underway(node, _account);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_answer.Count == 0)
        {
            if (_isCut || node.IsDead) throw new IOException("The simulated connection is cut.");
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _waiting.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, _answer.Count);
        for (var i = 0; i < count; i++) buffer.Span[i] = _answer.Dequeue();
        return count;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Break();
        base.Dispose(disposing);
    }

    private static int BodyLength(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.Ordinal);
        if (at < 0) return 0;
        var end = head.IndexOf('\r', at);
        return int.Parse(end < 0 ? head[(at + Name.Length)..] : head[(at + Name.Length)..end], CultureInfo.InvariantCulture);
    }

    private void Feed(string text)
    {
        if (_isCut) return;
        foreach (var letter in text) _answer.Enqueue((byte)letter);
        _waiting?.TrySetResult();
    }
}
