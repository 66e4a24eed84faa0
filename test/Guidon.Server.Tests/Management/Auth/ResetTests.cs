using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Guidon.Doubles;
using Guidon.Receivers.Smtp;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Auth;

/// <summary>A forgotten password, and invitations, by a real mail server.</summary>
public sealed partial class ResetTests
{
    private const string Ask = "api/v1/auth/users/reset_password/";
    private const string Confirm = "api/v1/auth/users/reset_password_confirm/";
    private const string Fresh = "quite another secret";

    [Fact]
    public async Task A_link_lets_its_reader_choose_a_password_once_and_ends_every_session()
    {
        await using var mail = new StrictSmtp().Start();
        await using var server = await StartAsync(mail);
        var session = await server.SignInAsync();
        await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Ask, new { email = "ADMIN@example.org" });
        var (uid, token) = await LinkAsync(mail, 0);

        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Confirm, new { uid, token = new string('0', 40), new_password = Fresh, re_new_password = Fresh });
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Confirm, new { uid = Guid.Empty.ToString(), token, new_password = Fresh, re_new_password = Fresh });
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Confirm, new { uid, token, new_password = Fresh, re_new_password = "other" });
        await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Confirm, new { uid, token, new_password = Fresh, re_new_password = Fresh });

        await server.AskAsync(HttpStatusCode.Unauthorized, session, "GET", "api/v1/auth/users/me/");
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "api/v1/auth/login/", new { email = People.AdminEmail, password = People.AdminPassword });
        await server.SignInAsync(password: Fresh);
        var again = await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Confirm, new { uid, token, new_password = Fresh, re_new_password = Fresh });
        Assert.Equal("Invalid token for given user.", again.GetProperty("token")[0].GetString());
        Assert.DoesNotContain(token, server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(server.Folder, "guidon.db"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opens_nothing_once_password_or_address_are_others_or_the_person_was_switched_off()
    {
        await using var mail = new StrictSmtp().Start();
        await using var server = await StartAsync(mail);
        var admin = await server.SignInAsync();
        var link = (await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        const string Secret = "a secret of dana";
        var joined = await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "dana@example.org", password = Secret, invite_hash = link });
        var (dana, person) = ($"Token {joined.GetProperty("key").GetString()}", $"api/guidon/v1/people/{joined.GetProperty("id")}/");
        var asked = 0;

        await ExpectVoidAsync("dana@example.org", () => server.AskAsync(HttpStatusCode.NoContent, dana, "POST", "api/v1/auth/users/set_password/", new { current_password = Secret, new_password = Secret + "2" }));
        await ExpectVoidAsync("dana@example.org", () => server.AskAsync(HttpStatusCode.NoContent, dana, "POST", "api/v1/auth/users/set_email/", new { current_password = Secret + "2", new_email = "new@example.org" }));
        await ExpectVoidAsync("new@example.org", async () =>
        {
            foreach (var verb in (string[])["deactivate", "activate"]) await server.AskAsync(HttpStatusCode.NoContent, admin, "POST", person + verb);
        });

        async Task ExpectVoidAsync(string email, Func<Task> act)
        {
            await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Ask, new { email });
            var (uid, token) = await LinkAsync(mail, asked++);
            await act();
            await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", Confirm, new { uid, token, new_password = Fresh, re_new_password = Fresh });
        }
    }

    [Fact]
    public async Task A_new_password_by_mail_neither_skips_a_second_factor_nor_switches_it_off()
    {
        await using var mail = new StrictSmtp().Start();
        await using var server = await StartAsync(mail);
        var (app, _) = await Authenticator.SwitchOnAsync(server, await server.SignInAsync());
        var waiting = await server.AskAsync(HttpStatusCode.OK, "", "POST", "api/v1/auth/login/", new { email = People.AdminEmail, password = People.AdminPassword });
        await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Ask, new { email = People.AdminEmail });
        var (uid, token) = await LinkAsync(mail, 0);
        await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Confirm, new { uid, token, new_password = Fresh, re_new_password = Fresh });

        await server.AskAsync(HttpStatusCode.Unauthorized, "", "POST", "api/v1/auth/login/code/", new { ephemeral_token = waiting.GetProperty("ephemeral_token").GetString(), code = app.Next() });
        var asked = await server.AskAsync(HttpStatusCode.OK, "", "POST", "api/v1/auth/login/", new { email = People.AdminEmail, password = Fresh });
        Assert.False(asked.TryGetProperty("key", out _));
        // The code before opened nothing, so it was not used up.
        await server.AskAsync(HttpStatusCode.OK, "", "POST", "api/v1/auth/login/code/", new { ephemeral_token = asked.GetProperty("ephemeral_token").GetString(), code = app.Again() });
    }

    [Fact]
    public async Task Letters_that_nobody_sent_when_the_server_ends_stand_in_its_log()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);   // takes the connection and never says a word
        silent.Start();
        await using var server = await StartAsync(((IPEndPoint)silent.LocalEndpoint).Port);
        var admin = await server.SignInAsync();
        foreach (var name in (string[])["one", "two", "three"])
            await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invites/", new { email = $"{name}@example.org" });
        using var caught = await silent.AcceptTcpClientAsync();

        Assert.Equal(0, await server.StopAsync());

        Assert.Equal(3, Regex.Count(server.Output, "Could not send the letter"));
        Assert.DoesNotContain("@example.org", server.Output.Split("Could not send", 2)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_learns_who_has_an_account_and_nobody_gets_more_than_five_mails_an_hour()
    {
        await using var mail = new StrictSmtp().Start();
        await using var server = await StartAsync(mail);
        for (var i = 0; i < 7; i++) await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Ask, new { email = People.AdminEmail });
        await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Ask, new { email = "nobody@example.org" });
        // The last one to be written, so everything before it was sent or was not.
        await server.AskAsync(HttpStatusCode.Created, await server.SignInAsync(), "POST", "api/v1/organisations/1/invites/", new { email = "last@example.org" });
        await Eventually.TrueAsync("the last mail came", () => Task.FromResult(mail.Mails.Any(each => each.To.Contains("last@example.org"))));
        Assert.Equal(6, mail.Mails.Count);
        Assert.DoesNotContain(mail.Mails, each => each.To.Contains("nobody@example.org"));
        Assert.Empty(mail.Findings);
    }

    [Fact]
    public async Task An_invited_person_gets_the_link_by_mail_and_once_more_on_demand()
    {
        await using var mail = new StrictSmtp().Start();
        await using var server = await StartAsync(mail);
        var admin = await server.SignInAsync();
        var invite = await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invites/", new { email = "dana@example.org" });
        await server.AskAsync(HttpStatusCode.OK, admin, "POST", $"api/v1/organisations/1/invites/{invite.GetProperty("id")}/resend/");
        await Eventually.TrueAsync("both came", () => Task.FromResult(mail.Mails.Count == 2));
        Assert.All(mail.Mails, each => Assert.Contains($"https://flags.example.org/ui/join/{invite.GetProperty("hash").GetString()}", Text(each), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_promised()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.AskAsync(HttpStatusCode.NoContent, "", "POST", Ask, new { email = People.AdminEmail });
        Assert.False((await server.AskAsync(HttpStatusCode.OK, "", "GET", "api/guidon/v1/sign-in")).GetProperty("can_reset").GetBoolean());
    }

    private static Task<GuidonProcess> StartAsync(StrictSmtp mail) => StartAsync(mail.Port);

    private static Task<GuidonProcess> StartAsync(int port) => GuidonProcess.StartAsync(new ServerSettings
    {
        Variables = new Dictionary<string, string>
        {
            ["GUIDON_Mail__Host"] = "127.0.0.1",
            ["GUIDON_Mail__Port"] = $"{port}",
            ["GUIDON_Mail__Security"] = "none",
            ["GUIDON_Mail__From"] = "guidon@example.org",
            ["GUIDON_Access__PublicUrl"] = "https://flags.example.org",
            ["GUIDON_Delivery__RequestTimeoutSeconds"] = "120",
            ["GUIDON_Delivery__ConnectTimeoutSeconds"] = "60",
        },
    });

    private static async Task<(string Uid, string Token)> LinkAsync(StrictSmtp mail, int index)
    {
        await Eventually.TrueAsync("the mail came", () => Task.FromResult(mail.Mails.Count > index));
        var match = Link().Match(Text(mail.Mails[index]));
        Assert.True(match.Success, Text(mail.Mails[index]));
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    // Lines may be folded by "quoted-printable".
    private static string Text(ReceivedMail mail) => Encoding.Latin1.GetString(mail.Raw).Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);

    [GeneratedRegex("https://flags\\.example\\.org/ui/reset/([0-9a-f-]{36})/([0-9a-f]{40})")]
    private static partial Regex Link();
}
