using System.Net;
using System.Security.Cryptography.X509Certificates;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Mutual TLS between a real server and a receiver whose certificate the server's system trusts.</summary>
public sealed class MutualTlsTests
{
    [Fact]
    [Trait("Row", "SEC-06")]
    public async Task A_receiver_that_asks_for_a_certificate_gets_the_destination_s_own()
    {
        using var authority = TestCertificates.Authority();
        using var serving = TestCertificates.Issue(authority, "CN=receiver", IPAddress.Loopback);
        using var calling = TestCertificates.Issue(authority, "CN=guidon-4711", null);
        await using var receiver = await MutualTlsReceiver.StartAsync(serving);
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, authority.ExportCertificatePem());
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted } });
        var id = await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await Doubles.Eventually.TrueAsync("a caller without a certificate is tried again", async () =>
            (await server.LedgerAsync("webhook", "pending"), receiver.Callers.Count) == (1, 0));

        using var content = new StringContent(
            $$"""{"client_certificate":"{{Convert.ToBase64String(calling.Export(X509ContentType.Pkcs12, "word"))}}","client_certificate_password":"word"}""",
            System.Text.Encoding.UTF8,
            "application/json");
        using var changed = await server.Management.PatchAsync($"api/v1/environments/{server.ClientKey}/integrations/webhook/{id}/", content);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Contains("\"client_certificate_password\":\"****\"", await changed.Content.ReadAsStringAsync());
        var ledger = await server.DrainAsync("webhook");
        File.Delete(trusted);

        Assert.Equal(1, ledger.GetProperty("delivered").GetInt32());
        Assert.Equal(["CN=guidon-4711"], receiver.Callers.Distinct());
    }
}
