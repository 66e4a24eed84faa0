using System.Collections.Immutable;

namespace Guidon.Delivery.Mail;

/// <summary>How people write <see cref="MailSecurity"/>, in settings and configuration alike.</summary>
public static class MailSecurityNames
{
    /// <summary>The first is the default.</summary>
    public static ImmutableArray<string> All { get; } = ["starttls", "tls", "none"];

    /// <summary><see langword="null"/> when it is none of them.</summary>
    public static MailSecurity? Read(string name) => All.IndexOf(name) is >= 0 and var at ? (MailSecurity)at : null;

    /// <summary>The port that is meant when none is written. Source: RFC 8314.</summary>
    public static int PortOf(MailSecurity security) => security == MailSecurity.Tls ? 465 : 587;
}
