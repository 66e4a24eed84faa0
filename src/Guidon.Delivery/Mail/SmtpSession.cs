using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Guidon.Delivery.Mail;

/// <summary>One conversation with a mail server. Goes on when an address is refused, and remembers which.</summary>
internal sealed class SmtpSession : SmtpClient, ITransferProgress
{
    internal SmtpSession() => CheckCertificateRevocation = false;   // as for https: a look at another host, which may hang, for each message

    /// <summary>Addresses that were not taken, with the reply.</summary>
    internal List<(string Address, int Code, string Text)> Refused { get; } = [];

    /// <summary>Whether the message itself was on its way.</summary>
    internal bool HasLeft { get; private set; }

    public void Report(long bytesTransferred, long totalSize) => HasLeft = true;

    public void Report(long bytesTransferred) => HasLeft = true;

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Refused.Add((mailbox.Address, (int)response.StatusCode, response.Response));
}
