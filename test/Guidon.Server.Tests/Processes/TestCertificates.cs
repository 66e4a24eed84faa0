using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Guidon.Server.Tests.Processes;

/// <summary>An authority, which a server process trusts when <c>SSL_CERT_FILE</c> names it, and what it signs.</summary>
public static class TestCertificates
{
    public static X509Certificate2 Authority()
    {
        var key = ECDsa.Create();
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    public static X509Certificate2 Issue(X509Certificate2 authority, string subject, IPAddress? address)
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (address is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        using var signed = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, (byte)subject.Length]);
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
