using System.Buffers;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Guidon.Receivers.Smtp;

/// <summary>
/// A mail server on a port of the loopback address, as strict as the standards: it knows its users and mailboxes, wants what it is told to want, and
/// finds what a message must not be. It can be taken down and up again on the same port.
/// </summary>
public sealed class StrictSmtp : IAsyncDisposable
{
    private const int LineBytesMax = 998;   // Source: RFC 5322, 2.1.1.

    private readonly Lock _gate = new();
    private readonly List<ReceivedMail> _mails = [];
    private readonly List<string> _findings = [];
    private readonly X509Certificate2? _certificate;
    private readonly bool _isImplicit;
    private CancellationTokenSource _running = new();
    private Task _server = Task.CompletedTask;
    private int _conversations;

    /// <param name="certificate">Shown for STARTTLS, or at once when implicit; null for a server without TLS.</param>
    /// <param name="isImplicit">TLS from the first byte.</param>
    public StrictSmtp(X509Certificate2? certificate = null, bool isImplicit = false) => (_certificate, _isImplicit) = (certificate, isImplicit);

    public int Port { get; } = FreePort.Next();

    /// <summary>Name and password; empty asks for nobody.</summary>
    public Dictionary<string, string> Users { get; } = [];

    /// <summary>Replies to <c>MAIL FROM</c>, while it is set.</summary>
    public int? SenderReply { get; set; }

    /// <summary>Replies to a mailbox; others are taken.</summary>
    public Dictionary<string, int> RecipientReplies { get; } = [];

    /// <summary>Replies to the message itself, while it is set.</summary>
    public int? MessageReply { get; set; }

    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (_gate) return [.. _mails];
        }
    }

    /// <summary>What a sender must not do although it was taken.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            lock (_gate) return [.. _findings];
        }
    }

    /// <summary>Conversations that got as far as a sender.</summary>
    public int Conversations => Volatile.Read(ref _conversations);

    public StrictSmtp Start()
    {
        _running.Dispose();
        _running = new CancellationTokenSource();
        var options = new SmtpServerOptionsBuilder().ServerName("mail.example.com").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(_isImplicit);
            endpoint.AllowUnsecureAuthentication(_certificate is null).AuthenticationRequired(Users.Count > 0).SupportedSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13);
            if (_certificate is not null) endpoint.Certificate(_certificate);
        }).Build();
        var services = new ServiceProvider();
        services.Add(new Filter(this));
        services.Add(new Store(this));
        services.Add(new Authenticator(this));
        _server = new SmtpServer.SmtpServer(options, services).StartAsync(_running.Token);
        return this;
    }

    public async Task StopAsync()
    {
        await _running.CancelAsync();
        await _server.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _running.Dispose();
    }

    private void Keep(ReceivedMail mail)
    {
        lock (_gate)
        {
            _mails.Add(mail);
            foreach (var finding in Examine(mail)) _findings.Add(finding);
        }
    }

    private static IEnumerable<string> Examine(ReceivedMail mail)
    {
        for (var i = 0; i < mail.Raw.Length; i++)
        {
            if (mail.Raw[i] == '\n' && (i == 0 || mail.Raw[i - 1] != '\r')) yield return "a line feed alone";
            if (mail.Raw[i] > 126) yield return "a byte that is not ASCII";
        }

        if (System.Text.Encoding.Latin1.GetString(mail.Raw).Split("\r\n").Any(line => line.Length > LineBytesMax)) yield return "a line that is too long";
        foreach (var name in (string[])["From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type"])
        {
            if (mail.Headers.Count(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) != 1) yield return $"{name} is not there once";
        }

        if (mail.Headers.Any(header => header.Key.Length == 0 || header.Key.Any(letter => letter is <= ' ' or > '~'))) yield return "a header that is none";
        if (!mail.Header("From").Contains(mail.From, StringComparison.Ordinal)) yield return "another sender than the envelope's";
    }

    private static SmtpResponseException Reply(int code) => new(new SmtpResponse((SmtpReplyCode)code, "as the test wants"));

    private static string Text(IMailbox mailbox) => $"{mailbox.User}@{mailbox.Host}";

    private sealed class Filter(StrictSmtp owner) : MailboxFilter
    {
        public override Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref owner._conversations);
            return owner.SenderReply is { } code ? throw Reply(code) : Task.FromResult(true);
        }

        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            owner.RecipientReplies.TryGetValue(Text(to), out var code) ? throw Reply(code) : Task.FromResult(true);
    }

    private sealed class Store(StrictSmtp owner) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (owner.MessageReply is { } code) return Task.FromResult(new SmtpResponse((SmtpReplyCode)code, "as the test wants"));
            owner.Keep(new ReceivedMail(
                Text(transaction.From), [.. transaction.To.Select(Text)], context.Authentication.User, context.Pipe?.IsSecure == true, buffer.ToArray()));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Authenticator(StrictSmtp owner) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult(owner.Users.TryGetValue(user, out var known) && known == password);
    }
}
