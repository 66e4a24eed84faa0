using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Delivery.Settings;

/// <summary>The certificate by which a receiver knows a destination's requests (mutual TLS), with those that vouch for it.</summary>
internal sealed class ClientCertificate : IDisposable
{
    internal const string Field = "client_certificate";
    internal const string PasswordField = "client_certificate_password";

    private readonly X509Certificate2Collection _file;

    private ClientCertificate(X509Certificate2Collection file, X509Certificate2 own)
    {
        _file = file;
        // Receivers know the authority at the top; what lies between it and our own certificate they expect from us. Offline: nothing is
        // fetched from addresses that a certificate names.
        Context = SslStreamCertificateContext.Create(own, file, offline: true);
        EndsAt = new DateTimeOffset(own.NotAfter).ToUniversalTime();
    }

    /// <summary>What a connection shows. Lives as long as this.</summary>
    internal SslStreamCertificateContext Context { get; }

    /// <summary>Until when receivers accept it.</summary>
    internal DateTimeOffset EndsAt { get; }

    /// <summary>Told where a certificate cannot be used; names neither bytes nor password.</summary>
    internal static void Check(SettingsValues values, SettingsErrors errors)
    {
        if (!IsSet(values) || errors.ByField.ContainsKey(Field)) return;
        if (Load(values) is not { } file)
        {
            errors.Add(Field, "Must be a PKCS#12 file in base64 that the password opens.");
            return;
        }

        if (OwnOf(file) is null) errors.Add(Field, "The file has no private key.");
        Dispose(file);
    }

    /// <summary>Whether the destination shows a certificate.</summary>
    internal static bool IsSet(SettingsValues values) => values.Text(Field).Length > 0;

    /// <summary>The certificate; <see langword="null"/> when there is none, or none that can be opened. The caller disposes it.</summary>
    internal static ClientCertificate? Open(SettingsValues values)
    {
        if (!IsSet(values) || Load(values) is not { } file) return null;
        if (OwnOf(file) is { } own) return new ClientCertificate(file, own);
        Dispose(file);
        return null;
    }

    public void Dispose() => Dispose(_file);

    private static X509Certificate2Collection? Load(SettingsValues values)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(Convert.FromBase64String(values.Text(Field)), values.Text(PasswordField));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static X509Certificate2? OwnOf(X509Certificate2Collection file) => file.FirstOrDefault(each => each.HasPrivateKey);

    private static void Dispose(X509Certificate2Collection file)
    {
        foreach (var each in file) each.Dispose();
    }
}
