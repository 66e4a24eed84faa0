using System.Threading.Channels;
using Guidon.Server.Mail;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// Writes and sends the letters that let their reader in (a new password, an invitation), which are therefore stored nowhere: one after the other,
/// beside the requests that asked for them, so that nobody learns from the time of an answer whether somebody was written to. What fails is
/// logged and not tried again, and so is what waits when the server ends; whoever waits for it asks once more.
/// </summary>
internal sealed partial class Courier : IAsyncDisposable
{
    // More than this waiting means that the mail server hangs, and then newer ones would wait as well.
    private const int WaitingMax = 200;
    private const string Unwritten = "?";
    private const string Stopped = "server_stopped";

    private readonly Channel<Func<CancellationToken, Task<Letter?>>> _waiting =
        Channel.CreateBounded<Func<CancellationToken, Task<Letter?>>>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly MailRoom _room;
    private readonly ILogger<Courier> _logger;
    private readonly Task _sending;

    internal Courier(MailRoom room, ILogger<Courier> logger)
    {
        (_room, _logger) = (room, logger);
        _sending = SendAllAsync();
    }

    /// <summary>Whether there is a mail server; without one nothing is taken.</summary>
    internal bool IsOpen => _room.IsOpen;

    /// <summary>Takes a letter that is finished.</summary>
    internal void Send(Letter letter) => Send(_ => Task.FromResult<Letter?>(letter));

    /// <summary>Takes one that is still to be written, or not. When too many wait it is logged and let go.</summary>
    internal void Send(Func<CancellationToken, Task<Letter?>> write)
    {
        if (_room.IsOpen && !_waiting.Writer.TryWrite(write)) Log.NotSent(_logger, Unwritten, "too_many_waiting");
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _stop.CancelAsync();
        await _sending;
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var write in _waiting.Reader.ReadAllAsync(_stop.Token)) await SendOneAsync(write);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            while (_waiting.Reader.TryRead(out _)) Log.NotSent(_logger, Unwritten, Stopped);
        }
    }

    private async Task SendOneAsync(Func<CancellationToken, Task<Letter?>> write)
    {
        var subject = Unwritten;
        try
        {
            if (await write(_stop.Token) is not { } letter) return;
            subject = letter.Subject;
            if (await _room.SendNowAsync(letter.To, letter.Subject, letter.Text, _stop.Token) is { } reason) Log.NotSent(_logger, subject, reason);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Log.NotSent(_logger, subject, Stopped);
        }
        catch (Exception error)
        {
            Log.Failed(_logger, error);   // the next letter is another one's
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2052, LogLevel.Warning, "Could not send the letter \"{Subject}\": {Reason}")]
        internal static partial void NotSent(ILogger logger, string subject, string reason);

        [LoggerMessage(2053, LogLevel.Error, "Could not write a letter")]
        internal static partial void Failed(ILogger logger, Exception error);
    }
}
