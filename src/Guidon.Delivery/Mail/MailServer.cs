namespace Guidon.Delivery.Mail;

/// <summary>A server that takes our mail, and as whom we send.</summary>
public sealed record MailServer
{
    /// <summary>A name or an address.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65,535.</summary>
    public required int Port { get; init; }

    /// <summary>How the way is encrypted.</summary>
    public required MailSecurity Security { get; init; }

    /// <summary>Empty when the server asks for nobody.</summary>
    public string User { get; init; } = "";

    /// <summary>Of <see cref="User"/>; never written anywhere.</summary>
    public string Password { get; init; } = "";

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    /// <summary>For people: where, and nothing else.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
