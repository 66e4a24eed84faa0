using System.ComponentModel.DataAnnotations;
using Guidon.Delivery.Mail;

namespace Guidon.Server.Mail;

/// <summary>The section <c>Mail</c>: the server that takes the node's messages to people, and those of channels that have none of their own.</summary>
internal sealed record MailOptions
{
    /// <summary>A name or an address; empty sends no mail.</summary>
    [StringLength(200)] public string Host { get; init; } = "";

    /// <summary>Default 587, or 465 with <c>tls</c>; 0 means the default.</summary>
    [Range(0, ushort.MaxValue)] public int Port { get; init; }

    /// <summary><c>starttls</c> (default), <c>tls</c>, or <c>none</c> for a server in <c>Delivery:AllowedNetworks</c>.</summary>
    [StringLength(20)] public string Security { get; init; } = MailSecurityNames.All[0];

    /// <summary>Empty when the server asks for nobody.</summary>
    [StringLength(200)] public string User { get; init; } = "";

    /// <summary>Of the user.</summary>
    [StringLength(1_000)] public string Password { get; init; } = "";

    /// <summary>The sender's address, without a name.</summary>
    [StringLength(254)] public string From { get; init; } = "";

    /// <summary>What is wrong, beside the annotations.</summary>
    internal IEnumerable<string> Errors()
    {
        if (MailSecurityNames.Read(Security) is null) yield return $"Mail:Security is one of {string.Join(", ", MailSecurityNames.All)}.";
        if (Host.Length > 0 && !MailAddress.IsSound(From)) yield return "Mail:From is not an e-mail address without a name.";
        if (Host.Length == 0 && User.Length + Password.Length + From.Length > 0) yield return "Mail:Host is missing beside the other settings of Mail.";
        if (User.Length == 0 && Password.Length > 0) yield return "Mail:User is missing beside Mail:Password.";
    }

    /// <summary>After the checks; <see langword="null"/> without a host.</summary>
    internal MailServer? ToServer()
    {
        if (Host.Length == 0) return null;
        var security = MailSecurityNames.Read(Security) ?? MailSecurity.StartTls;
        return new MailServer
        {
            Host = Host, Port = Port == 0 ? MailSecurityNames.PortOf(security) : Port, Security = security, User = User, Password = Password, From = From,
        };
    }
}
