using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers.Smtp;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Mail;

/// <summary>A real server and a mail server that wants TLS and a password.</summary>
public sealed class MailProcessTests
{
    [Fact]
    public async Task The_section_mail_is_all_that_a_channel_needs()
    {
        using var authority = TestCertificates.Authority();
        using var serving = TestCertificates.Issue(authority, "CN=mail", IPAddress.Loopback);
        await using var mail = new StrictSmtp(serving) { Users = { ["guidon"] = "word-of-nobody" } }.Start();
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, authority.ExportCertificatePem());
        await using var server = await GuidonProcess.StartAsync(new ServerSettings
        {
            Variables = new Dictionary<string, string>
            {
                ["SSL_CERT_FILE"] = trusted,
                ["GUIDON_Mail__Host"] = "127.0.0.1",
                ["GUIDON_Mail__Port"] = $"{mail.Port}",
                ["GUIDON_Mail__User"] = "guidon",
                ["GUIDON_Mail__Password"] = "word-of-nobody",
                ["GUIDON_Mail__From"] = "guidon@example.org",
                ["GUIDON_Delivery__LedgerSeconds"] = "1",
            },
        });

        var created = await PostAsync(server, "api/v1/organisations/1/integrations/alert-email/", new { to = "ops@example.com" });
        var tested = await PostAsync(server, $"api/v1/organisations/1/integrations/alert-email/{created.GetProperty("id").GetInt32()}/test/", new { });
        File.Delete(trusted);

        Assert.True(tested.GetProperty("delivered").GetBoolean(), tested.ToString());
        var received = Assert.Single(mail.Mails);
        Assert.Equal((true, "guidon", "guidon@example.org"), (received.IsSecure, received.User, received.From));
        Assert.Equal("[resolved] Test at guidon-canary", received.Header("Subject"));
        Assert.Empty(mail.Findings);
        Assert.Contains("\"has_email_provider\":true", await server.Http.GetStringAsync("version/"), StringComparison.Ordinal);
        Assert.DoesNotContain("of-nobody", server.Output, StringComparison.Ordinal);
        var metrics = "";
        await Eventually.TrueAsync("the installation's own is measured", async () =>
            (metrics = await server.Http.GetStringAsync("metrics")).Contains("integration=\"mail\"", StringComparison.Ordinal));
        Assert.DoesNotContain((await server.GetAsync("destinations")).GetProperty("results").EnumerateArray(), each => each.GetProperty("integration").GetString() == "mail");
    }

    [Theory]
    [InlineData("""{"to":"ops@example.com\r\nBcc: eve@example.com"}""", "to")]
    [InlineData("""{"to":"Ops <ops@example.com>"}""", "to")]
    [InlineData("""{"to":""}""", "to")]
    [InlineData("""{"to":"ops@example.com","host":"10.0.0.1","from":"a@example.com"}""", "host")]
    [InlineData("""{"to":"ops@example.com","host":"127.0.0.1","security":"none","from":"a@example.com>\nX: y"}""", "from")]
    [InlineData("""{"to":"ops@example.com","host":"127.0.0.1"}""", "from")]
    [InlineData("""{"to":"ops@example.com","user":"a"}""", "host")]
    [InlineData("""{"to":"ops@example.com","host":"127.0.0.1","from":"a@example.com","password":"p"}""", "user")]
    [InlineData("""{"to":"ops@example.com","host":"127.0.0.1","from":"a@example.com","security":"ssl"}""", "security")]
    public async Task What_cannot_be_right_is_refused_by_field(string body, string field)
    {
        await using var server = await GuidonProcess.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await server.Management.PostAsync(new Uri("api/v1/organisations/1/integrations/alert-email/", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_that_cannot_work_is_one_line_at_start()
    {
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        var variables = new Dictionary<string, string> { ["GUIDON_Mail__Host"] = "mail.example.com", ["GUIDON_Mail__Security"] = "ssl", ["GUIDON_Mail__Password"] = "word-of-nobody" };

        var run = await GuidonProcess.RunAsync(["serve", "--data", folder, "--urls", "http://127.0.0.1:0"], variables: variables);

        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.All((string[])["Mail:Security", "Mail:From", "Mail:User"], name => Assert.Contains(name, line, StringComparison.Ordinal));
        Assert.DoesNotContain("of-nobody", line, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PostAsync(GuidonProcess server, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await server.Management.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
