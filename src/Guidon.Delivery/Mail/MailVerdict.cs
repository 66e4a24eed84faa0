using System.Collections.Immutable;

namespace Guidon.Delivery.Mail;

/// <summary>What a mail server's reply means. Pure. The same failure classes as elsewhere: again later, hold, or park this one.</summary>
internal static class MailVerdict
{
    /// <summary>A reply to anything but a recipient or the message itself: the server does not want us.</summary>
    internal static BatchVerdict OfServer(int code) => IsLater(code) ? Later(code) : BatchVerdict.Hold($"smtp_{code}");

    /// <summary>A reply to our name and password.</summary>
    internal static BatchVerdict OfUser(int code) => IsLater(code) ? Later(code) : BatchVerdict.Hold("unauthorized");

    /// <summary>A reply to our own address.</summary>
    internal static BatchVerdict OfSender(int code) => code switch
    {
        530 => BatchVerdict.Hold("unauthorized"),   // Source: RFC 4954, 6: authentication required; also for a STARTTLS that must come first.
        552 => BatchVerdict.Split("oversize"),      // Source: RFC 1870, 6.1: the announced size is too large.
        _ => IsLater(code) ? Later(code) : BatchVerdict.Hold("sender_refused"),
    };

    /// <summary>A reply to the message: this one is wrong, and time will not heal it.</summary>
    internal static BatchVerdict OfMessage(int code) =>
        IsLater(code) ? Later(code) : BatchVerdict.Split(code == 552 ? "oversize" : "refused");

    /// <summary>Nobody was taken, so nothing was sent.</summary>
    /// <param name="codes">The replies, one per address.</param>
    /// <param name="isToSetting">Whether the addresses are the destination's settings.</param>
    internal static BatchVerdict OfNobody(IReadOnlyList<int> codes, bool isToSetting)
    {
        var later = codes.Where(IsLater).ToList();
        if (later.Count > 0) return Later(later[0]);
        return isToSetting ? BatchVerdict.Hold("recipient_refused") : BatchVerdict.Split("recipient_refused");
    }

    /// <summary>Some have it and the others have not: sent again it would come to the former once more, so a person decides.</summary>
    internal static BatchVerdict OfSome(string detail) => BatchVerdict.ByRecord("recipient_refused", ImmutableArray.Create(RecordVerdict.Refused(detail)));

    // Source: RFC 5321, 4.2.1: 4yz is a transient negative reply.
    private static bool IsLater(int code) => code is >= 400 and < 500;

    private static BatchVerdict Later(int code) => BatchVerdict.Retry($"smtp_{code}");
}
