using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;
using AuthenticationException = MailKit.Security.AuthenticationException;

namespace Guidon.Delivery.Mail;

/// <summary>
/// Sends one message over one connection of its own and brings back what came of it. Trusts nobody: the guard connects, certificates are checked,
/// nothing is said before TLS, and every wait ends.
/// </summary>
public sealed class SmtpSender
{
    private const string NoServer = "mail_not_configured";

    private readonly AddressGuard _guard;
    private readonly MailServer? _own;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="guard">Makes every connection.</param>
    /// <param name="options">The time-out.</param>
    /// <param name="own">The node's own server; <see langword="null"/> when it has none.</param>
    /// <param name="time">Measures the time-out.</param>
    public SmtpSender(AddressGuard guard, DeliveryOptions options, MailServer? own, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_guard, _own, _timeout, _time) = (guard, own, TimeSpan.FromSeconds(options.MailTimeoutSeconds), time);
    }

    /// <summary>One attempt. Only the caller's cancellation throws; every other end is an answer. The answer's status is the server's reply code.</summary>
    public async Task<(Answer Answer, BatchVerdict Verdict)> SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if ((mail.Server ?? _own) is not { } server) return (new Answer { Status = 0 }, BatchVerdict.Hold(NoServer));
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        using var session = new SmtpSession();
        try
        {
            using var message = Message(mail, server.From);
            return await ConverseAsync(session, server, mail, message, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(SendFailure.Timeout, session);
        }
        catch (SmtpCommandException refusal)
        {
            return Refused(refusal, session, mail);
        }
        catch (AuthenticationException refusal)
        {
            var code = refusal.InnerException is SmtpCommandException reply ? (int)reply.StatusCode : 535;
            return (Reply(code, refusal.Message), MailVerdict.OfUser(code));
        }
        catch (NotSupportedException)
        {
            // The server offers no STARTTLS, or no way to show a name and password.
            return (new Answer { Status = 0 }, BatchVerdict.Hold(session.IsSecure || server.Security == MailSecurity.None ? "authentication_not_offered" : "tls_required"));
        }
        catch (AddressRefusedException)
        {
            return Failed(SendFailure.AddressRefused, session);
        }
        catch (SslHandshakeException)
        {
            return Failed(SendFailure.UntrustedCertificate, session);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ProtocolException)
        {
            return Failed(SendFailure.Network, session);
        }
    }

    private async Task<(Answer Answer, BatchVerdict Verdict)> ConverseAsync(
        SmtpSession session, MailServer server, OutgoingMail mail, MimeMessage message, CancellationToken cancellation)
    {
        var stream = await _guard.ConnectAsync(server, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await session.ConnectAsync(stream, server.Host, server.Port, Options(server.Security), cancellation).ConfigureAwait(false);
            if (server.User.Length > 0) await session.AuthenticateAsync(Encoding.UTF8, server.User, server.Password, cancellation).ConfigureAwait(false);
            var text = await session.SendAsync(message, cancellation, session).ConfigureAwait(false);
            await LeaveAsync(session, cancellation).ConfigureAwait(false);
            return session.Refused.Count == 0
                ? (Reply(250, text), BatchVerdict.Delivered)
                : (Reply(session.Refused[0].Code, Names(session)), MailVerdict.OfSome("Some addresses were not taken, the others have it"));
        }
    }

    // The message is taken already; that the farewell fails changes nothing.
    private static async Task LeaveAsync(SmtpSession session, CancellationToken cancellation)
    {
        try
        {
            await session.DisconnectAsync(quit: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            session.Dispose();
        }
    }

    private static (Answer Answer, BatchVerdict Verdict) Refused(SmtpCommandException refusal, SmtpSession session, OutgoingMail mail)
    {
        var code = (int)refusal.StatusCode;
        // Commands are sent together where the server takes that: behind a sender that it refuses it refuses every address.
        if (refusal.ErrorCode != SmtpErrorCode.SenderNotAccepted && session.Refused.Count == mail.To.Length)
            return (Reply(session.Refused[0].Code, Names(session)), MailVerdict.OfNobody([.. session.Refused.Select(each => each.Code)], mail.IsToSetting));
        return (Reply(code, refusal.Message), refusal.ErrorCode switch
        {
            SmtpErrorCode.MessageNotAccepted => MailVerdict.OfMessage(code),
            SmtpErrorCode.SenderNotAccepted => MailVerdict.OfSender(code),
            _ => MailVerdict.OfServer(code),
        });
    }

    private static (Answer Answer, BatchVerdict Verdict) Failed(SendFailure failure, SmtpSession session)
    {
        var answer = new Answer { Status = 0, Failure = failure, MayBeTaken = session.HasLeft };
        return (answer, StatusVerdict.Of(answer));
    }

    private static Answer Reply(int code, string text) => new() { Status = code, Protocol = "smtp", Body = Encoding.UTF8.GetBytes(text) };

    private static string Names(SmtpSession session) =>
        string.Join("; ", session.Refused.Select(each => $"{each.Address}: {each.Code} {each.Text}"));

    private static SecureSocketOptions Options(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    // Addresses were checked when they were written; what is parsed here is one mailbox each or throws, and texts are encoded by the library.
    private static MimeMessage Message(OutgoingMail mail, string from)
    {
        var host = from[(from.LastIndexOf('@') + 1)..];
        var message = new MimeMessage
        {
            Subject = OneLine(mail.Subject),
            Date = mail.SentAt,
            MessageId = $"{mail.Id:N}@{host}",
            Body = new TextPart(TextFormat.Plain) { Text = mail.Text, ContentTransferEncoding = ContentEncoding.QuotedPrintable },   // ASCII, whatever is on the way
        };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.AddRange(mail.To.Select(MailboxAddress.Parse));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");   // Source: RFC 3834: no holiday answers to us.
        if (mail.Thread.Length > 0) message.References.Add($"{mail.Thread}@{host}");
        return message;
    }

    private static string OneLine(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });
}
