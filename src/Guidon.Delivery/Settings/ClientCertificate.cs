using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Delivery.Settings;

/// <summary>The certificate by which a receiver knows a destination's requests (mutual TLS).</summary>
internal static class ClientCertificate
{
    internal const string Field = "client_certificate";
    internal const string PasswordField = "client_certificate_password";

    /// <summary>Told where a certificate cannot be used; names neither bytes nor password.</summary>
    internal static void Check(SettingsValues values, SettingsErrors errors)
    {
        if (values.Text(Field).Length == 0 || errors.ByField.ContainsKey(Field)) return;
        using var certificate = Open(values);
        if (certificate is null) errors.Add(Field, "Must be a PKCS#12 file in base64 that the password opens.");
        else if (!certificate.HasPrivateKey) errors.Add(Field, "The file has no private key.");
    }

    /// <summary>The certificate; <see langword="null"/> when there is none, or none that can be opened. The caller disposes it.</summary>
    internal static X509Certificate2? Open(SettingsValues values)
    {
        var text = values.Text(Field);
        if (text.Length == 0) return null;
        try
        {
            return X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(text), values.Text(PasswordField));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
