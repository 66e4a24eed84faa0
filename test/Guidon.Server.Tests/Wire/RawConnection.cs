using System.Net.Sockets;
using System.Text;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Wire;

/// <summary>A socket to the server, without a client that would mend what is sent. Reading gives up after a minute: that is a hang.</summary>
public sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;   // asked for while connected: a client that has ended one side no longer gives it
    private readonly MemoryStream _received = new();
    private int _answersRead;

    private RawConnection(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    public static async Task<RawConnection> OpenAsync(GuidonProcess server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        return new RawConnection(client);
    }

    /// <summary>Sends Latin-1 text as bytes. A server that has closed already is no failure: what it said is still to be read.</summary>
    /// <returns>False when the server closed before everything was sent.</returns>
    public Task<bool> SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var timeout = new CancellationTokenSource(s_patience);
            await _stream.WriteAsync(bytes, timeout.Token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>No more bytes come from here; answers may still come from there.</summary>
    public void EndSending()
    {
        try
        {
            _client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            Assert.False(_client.Connected, "only a server that has closed may be in the way");
        }
    }

    /// <summary>The next answer, read to its end and no further.</summary>
    public async Task<WireAnswer> ReadAsync()
    {
        while (true)
        {
            var answers = WireAnswer.ReadAll(_received.ToArray());
            if (answers.Count > _answersRead) return answers[_answersRead++];
            Assert.True(await ReceiveAsync(), $"The server closed without a whole answer: {Encoding.Latin1.GetString(_received.ToArray())}");
        }
    }

    /// <summary>Everything until the server closes.</summary>
    public async Task<IReadOnlyList<WireAnswer>> ReadToEndAsync()
    {
        while (await ReceiveAsync())
        {
        }

        return WireAnswer.ReadAll(_received.ToArray());
    }

    public void Dispose()
    {
        _client.Dispose();
        _received.Dispose();
    }

    private async Task<bool> ReceiveAsync()
    {
        var buffer = new byte[16_384];
        using var timeout = new CancellationTokenSource(s_patience);
        try
        {
            var read = await _stream.ReadAsync(buffer, timeout.Token);
            _received.Write(buffer, 0, read);
            return read > 0;
        }
        catch (IOException)
        {
            return false;   // reset: as good as closed
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server hangs. It said: {Encoding.Latin1.GetString(_received.ToArray())}");
        }
    }
}
