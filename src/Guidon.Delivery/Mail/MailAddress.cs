using MimeKit;

namespace Guidon.Delivery.Mail;

/// <summary>Addresses of people, as they are written in settings and accounts.</summary>
public static class MailAddress
{
    private const int CharactersMax = 254;   // Source: RFC 5321, 4.5.3.1.3, a path of 256 with its brackets.

    /// <summary>Whether it is one address, alone, without a name and in ASCII, so that any server can take it.</summary>
    public static bool IsSound(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= CharactersMax
            && !text.Any(static letter => letter is <= ' ' or > '~' || letter is '<' or '>' or ',' or ';' or '(' or ')' or '"')
            && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1
            && MailboxAddress.TryParse(text, out var parsed) && parsed.Address == text;
    }
}
