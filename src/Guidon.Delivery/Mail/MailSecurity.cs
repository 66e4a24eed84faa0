namespace Guidon.Delivery.Mail;

/// <summary>How the way to a mail server is encrypted.</summary>
public enum MailSecurity
{
    /// <summary>Begins in clear and must go over to TLS before anything is said (STARTTLS, usually port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (usually port 465).</summary>
    Tls,

    /// <summary>Not at all; only for servers in <see cref="DeliveryOptions.AllowedNetworks"/>.</summary>
    None,
}
