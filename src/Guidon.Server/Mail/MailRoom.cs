using Guidon.Delivery;
using Guidon.Delivery.Mail;
using Guidon.Events;
using Guidon.Events.Mail;
using Guidon.Storage;

namespace Guidon.Server.Mail;

/// <summary>
/// Where the server hands in a message to one person. Posted, it is an event of the log and as durable as every other; it stands there in clear
/// until retention ends. What must not be stored, such as a link that lets its reader in, is sent at once and forgotten, whatever comes of it.
/// </summary>
internal sealed class MailRoom(DeliveryService delivery, IEventLog log, AppendSignal signal, EventIdSource ids, bool isOpen, TimeProvider time)
{
    private const string Closed = "mail_not_configured";

    /// <summary>Whether the node has a mail server (<c>Mail:Host</c>). Without one nothing is posted or sent.</summary>
    internal bool IsOpen => isOpen;

    /// <summary>Makes the message durable; it is then delivered, or parked with the reason. Throws the log's exception when it cannot be stored.</summary>
    /// <param name="to">One address for which <see cref="MailAddress.IsSound"/> holds.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">Plain; holds nothing that lets its reader in.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    /// <returns>False when the room is not open or the address cannot be written to; nothing was stored.</returns>
    internal async Task<bool> PostAsync(string to, string subject, string text, CancellationToken cancellation)
    {
        if (!isOpen || !MailAddress.IsSound(to)) return false;
        var payload = MailEventEncoding.Encode(new MailEvent { To = to, Subject = subject, Text = text });
        NewEvent[] events = [new(ids.Next(), EventKind.MailPosted, EventStream.Mail, FlagTableId: 0, Now(), payload)];
        await log.AppendAsync(events, cancellation);
        signal.Raise(EventStream.Mail);
        return true;
    }

    /// <summary>Sends the message now, once, and writes it nowhere.</summary>
    /// <param name="to">As above.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">Plain.</param>
    /// <param name="cancellation">Cuts what is under way. Whoever must not tell callers by the time it takes sends beside the request.</param>
    /// <returns><see langword="null"/> when the server took it, otherwise why not, as a code for logs and not for callers.</returns>
    internal async Task<string?> SendNowAsync(string to, string subject, string text, CancellationToken cancellation)
    {
        if (!isOpen) return Closed;
        if (!MailAddress.IsSound(to)) return "recipient_refused";
        var mail = new OutgoingMail { To = [to], Subject = subject, Text = text, Id = ids.Next(), SentAt = time.GetUtcNow() };
        var (_, verdict) = await delivery.Mail.SendAsync(mail, cancellation);
        return verdict.Verdict == Verdict.Delivered ? null : verdict.Reason;
    }

    // As the log keeps times.
    private DateTimeOffset Now() => StoreTime.Whole(time.GetUtcNow());
}
