using System.Collections.Immutable;
using System.Globalization;
using Guidon.Delivery.Mail;

namespace Guidon.Delivery.Settings;

/// <summary>The settings of a channel that sends by mail: through the node's own server, or through one of its own.</summary>
public static class MailFields
{
    private const int AddressesMax = 20;
    private const string To = "to";
    private const string Host = "host";
    private const string Port = "port";
    private const string Security = "security";
    private const string User = "user";
    private const string Password = "password";
    private const string From = "from";

    /// <summary>In the order that people fill them in.</summary>
    public static ImmutableArray<SettingsField> All { get; } =
    [
        new() { Name = To, Kind = SettingKind.Text, Required = true, CharactersMax = 1_000, Purpose = "Who is told: one address, or up to 20 with commas between." },
        new() { Name = Host, Kind = SettingKind.Text, Purpose = "A mail server of this channel's own; empty for the node's, from the section Mail." },
        new() { Name = Port, Kind = SettingKind.Number, NumberMax = ushort.MaxValue, Purpose = "The server's port; empty for 587, or for 465 with tls." },
        new() { Name = Security, Kind = SettingKind.Choice, Choices = [.. MailSecurityNames.All], Default = MailSecurityNames.All[0], Purpose = "How the way is encrypted; none is only for networks that Delivery:AllowedNetworks lists." },
        new() { Name = User, Kind = SettingKind.Text, Purpose = "The server's user; empty when it asks for none." },
        new() { Name = Password, Kind = SettingKind.Secret, Purpose = "The user's password." },
        new() { Name = From, Kind = SettingKind.Text, Purpose = "The sender's address; needed with a host." },
    ];

    /// <summary>Rules beyond those of single fields.</summary>
    public static void Check(SettingsValues values, SettingsErrors errors)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(errors);
        var to = Addresses(values);
        if (to.Length > AddressesMax || !to.All(MailAddress.IsSound)) errors.Add(To, $"Enter 1 to {AddressesMax} e-mail addresses without names, with commas between.");
        if (values.Text(Host).Length == 0)
        {
            if (values.Text(User).Length + values.Text(Password).Length + values.Text(From).Length + values.Text(Port).Length > 0)
                errors.Add(Host, "The other settings of a server need its host.");
        }
        else if (!MailAddress.IsSound(values.Text(From)))
        {
            errors.Add(From, "Enter an e-mail address without a name.");
        }

        if (values.Text(User).Length == 0 && values.Text(Password).Length > 0) errors.Add(User, "A password needs a user.");
    }

    /// <summary>Who is told.</summary>
    public static ImmutableArray<string> Addresses(SettingsValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Text(To).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The channel's own server; <see langword="null"/> when it uses the node's.</summary>
    public static MailServer? Server(SettingsValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Text(Host) is not { Length: > 0 } host) return null;
        var security = MailSecurityNames.Read(values.Text(Security)) ?? MailSecurity.StartTls;
        return new MailServer
        {
            Host = host,
            Port = values.Text(Port) is { Length: > 0 } port ? int.Parse(port, CultureInfo.InvariantCulture) : MailSecurityNames.PortOf(security),
            Security = security,
            User = values.Text(User),
            Password = values.Text(Password),
            From = values.Text(From),
        };
    }
}
