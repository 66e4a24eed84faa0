using System.Net;
using Guidon.OpenIdProvider;
using Guidon.Server.Management.Oidc;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Oidc;

/// <summary>Signing in through a real provider on a real socket: who gets in, as whom, and what they may there.</summary>
public sealed class OidcTests
{
    private const string Me = "api/v1/auth/users/me/";

    [Fact]
    public async Task Whoever_has_an_account_by_a_verified_address_gets_in_with_a_token_like_any_other()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", "Admin@Example.org");
        await using var server = await StartAsync(provider);
        using var browser = new Traveller(server);

        Assert.Equal("/ui/status", await browser.LogInAsync());

        var me = await server.AskAsync(HttpStatusCode.OK, browser.Credential ?? "", "GET", Me);
        Assert.Equal(People.AdminEmail, me.GetProperty("email").GetString());
        var records = (await server.AskAsync(HttpStatusCode.OK, browser.Credential ?? "", "GET", "api/guidon/v1/audit/verification")).GetRawText();
        Assert.Equal("[]", records);
        await server.AskAsync(HttpStatusCode.NoContent, browser.Credential ?? "", "POST", "api/v1/auth/logout/");
        await server.AskAsync(HttpStatusCode.Unauthorized, browser.Credential ?? "", "GET", Me);
        Assert.Equal(["EXTERNAL_LOGIN admin@example.org", "SESSION admin@example.org"], await AuditedAsync(server, "EXTERNAL_LOGIN", "SESSION"));
    }

    [Fact]
    public async Task Who_was_let_in_once_is_known_by_the_providers_own_name_when_the_address_changes()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", People.AdminEmail);
        await using var server = await StartAsync(provider);
        using var browser = new Traveller(server);
        await browser.LogInAsync();

        provider.Person = new("subject-7", "married@example.org", IsVerified: false);
        await browser.LogInAsync();
        Assert.Equal(People.AdminEmail, (await server.AskAsync(HttpStatusCode.OK, browser.Credential ?? "", "GET", Me)).GetProperty("email").GetString());

        // The address was given to somebody else at the provider, who must not get into this account by it.
        provider.Person = new("subject-8", People.AdminEmail);
        using var another = new Traveller(server);
        Assert.Equal("/ui/login", await another.LogInAsync());
        Assert.Equal((Admission.Taken, null), (another.Notice, another.Credential));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task An_address_that_the_provider_does_not_vouch_for_opens_no_account(bool? verified)
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-1", People.AdminEmail, verified);
        await using var server = await StartAsync(provider, ("GUIDON_Oidc__CreatePeople", "true"));
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", await browser.LogInAsync());
        Assert.Equal((Admission.Unverified, null), (browser.Notice, browser.Credential));
        provider.Person = new("subject-1", null);
        Assert.Equal("/ui/login", await browser.LogInAsync());
        Assert.Equal(Admission.Unverified, browser.Notice);
        Assert.Empty(await AuditedAsync(server, "EXTERNAL_LOGIN", "SESSION", "USER"));
    }

    [Fact]
    public async Task Who_is_unknown_is_turned_away_unless_an_invite_waits()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var server = await StartAsync(provider);
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", await browser.LogInAsync());
        Assert.Equal((Admission.Unknown, null), (browser.Notice, browser.Credential));

        var admin = await server.SignInAsync();
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invites/", new { email = "dana@example.org", role = "ADMIN" });
        Assert.Equal("/ui/status", await browser.LogInAsync());
        Assert.Equal("ADMIN", await RoleAsync(server, browser));
        Assert.Equal(0, (await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/v1/organisations/1/invites/")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Who_is_unknown_joins_where_settings_say_so_and_never_comes_back_by_itself_once_removed()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var server = await StartAsync(provider, ("GUIDON_Oidc__CreatePeople", "true"), ("GUIDON_Oidc__AllowedDomains__0", "Example.org"));
        using var browser = new Traveller(server);
        await browser.LogInAsync();
        Assert.Equal("USER", await RoleAsync(server, browser));
        var me = await server.AskAsync(HttpStatusCode.OK, browser.Credential ?? "", "GET", Me);
        Assert.Equal("Dana Field", $"{me.GetProperty("first_name")} {me.GetProperty("last_name")}");
        // Without a password of its own, no password opens the account.
        foreach (var password in (string[])["x", "dana@example.org"])
            await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "api/v1/auth/login/", new { email = "dana@example.org", password });

        await server.AskAsync(HttpStatusCode.OK, await server.SignInAsync(), "POST", "api/v1/organisations/1/remove-users/", new[] { new { id = me.GetProperty("id").GetInt32() } });
        await browser.LogInAsync();
        Assert.Null(await RoleAsync(server, browser));

        provider.Person = new("subject-9", "eve@elsewhere.example");
        using var stranger = new Traveller(server);
        Assert.Equal("/ui/login", await stranger.LogInAsync());
        Assert.Equal(Admission.OtherDomain, stranger.Notice);
    }

    [Fact]
    public async Task Who_is_deactivated_gets_in_by_no_way_until_activated_again()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var server = await StartAsync(provider, ("GUIDON_Oidc__CreatePeople", "true"));
        using var browser = new Traveller(server);
        await browser.LogInAsync();
        var (before, admin) = (browser.Credential ?? "", await server.SignInAsync());
        var id = (await server.AskAsync(HttpStatusCode.OK, before, "GET", Me)).GetProperty("id").GetInt32();
        await server.AskAsync(HttpStatusCode.NotFound, before, "POST", $"api/guidon/v1/people/{id}/deactivate");   // nobody's own to do
        await server.AskAsync(HttpStatusCode.BadRequest, admin, "POST", "api/guidon/v1/people/1/deactivate");

        await server.AskAsync(HttpStatusCode.NoContent, admin, "POST", $"api/guidon/v1/people/{id}/deactivate");
        await server.AskAsync(HttpStatusCode.Unauthorized, before, "GET", Me);
        using var again = new Traveller(server);
        Assert.Equal("/ui/login", await again.LogInAsync());
        Assert.Equal((Admission.Deactivated, null), (again.Notice, again.Credential));

        await server.AskAsync(HttpStatusCode.NoContent, admin, "POST", $"api/guidon/v1/people/{id}/activate");
        Assert.Equal("/ui/status", await again.LogInAsync());
        Assert.Equal("USER", await RoleAsync(server, again));
    }

    [Fact]
    public async Task Whoever_wrote_an_address_down_before_its_owner_came_has_no_way_into_the_owners_account()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-b", "boss@corp.example");
        await using var server = await StartAsync(provider);
        var (admin, eve) = (await server.SignInAsync(), new { email = "eve@example.org", password = "a password of eve" });
        var link = (await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        var joined = await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { eve.email, eve.password, invite_hash = link });
        var (token, id) = ($"Token {joined.GetProperty("key").GetString()}", joined.GetProperty("id").GetInt32());
        await server.AskAsync(HttpStatusCode.OK, admin, "POST", "api/v1/organisations/1/remove-users/", new[] { new { id } });
        await server.AskAsync(HttpStatusCode.NoContent, token, "POST", "api/v1/auth/users/set_email/", new { current_password = eve.password, new_email = "Boss@corp.example" });
        await Authenticator.SwitchOnAsync(server, token);   // the token is of the log-in just now
        await server.SqlAsync($"INSERT INTO password_reset (user_id, token_hash, created_at, expires_at) VALUES ({id}, 'of eve', 0, 9000000000000000)");
        await server.AskAsync(HttpStatusCode.Created, admin, "POST", "api/v1/organisations/1/invites/", new { email = "boss@corp.example", role = "ADMIN" });

        using var boss = new Traveller(server);
        Assert.Equal("/ui/status", await boss.LogInAsync());

        Assert.Equal("ADMIN", await RoleAsync(server, boss));
        await server.AskAsync(HttpStatusCode.Unauthorized, token, "GET", Me);
        await server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "api/v1/auth/login/", new { email = "boss@corp.example", eve.password });
        Assert.Equal(["0"], await server.SqlAsync("SELECT COUNT(*) FROM password_reset"));
        Assert.Equal(["0"], await server.SqlAsync("SELECT COUNT(*) FROM second_factor"));
        Assert.Equal(["1"], await server.SqlAsync($"SELECT COUNT(*) FROM user_token WHERE user_id = {id} AND is_external = TRUE"));
        // The organisation's administrators read of the link.
        var records = await server.AskAsync(HttpStatusCode.OK, admin, "GET", "api/v1/organisations/1/audit/?related_object_type=EXTERNAL_LOGIN");
        Assert.Equal("boss@corp.example", Assert.Single(records.GetProperty("results").EnumerateArray()).GetProperty("author").GetProperty("email").GetString(), ignoreCase: true);
    }

    [Fact]
    public async Task An_address_that_was_given_to_somebody_else_is_theirs_once_the_old_link_is_removed()
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var server = await StartAsync(provider, ("GUIDON_Oidc__CreatePeople", "true"));
        using var first = new Traveller(server);
        await first.LogInAsync();
        var (before, admin) = (first.Credential ?? "", await server.SignInAsync());
        var id = (await server.AskAsync(HttpStatusCode.OK, before, "GET", Me)).GetProperty("id").GetInt32();
        provider.Person = new("subject-9", "dana@example.org");
        using var second = new Traveller(server);
        await second.LogInAsync();
        Assert.Equal((Admission.Taken, null), (second.Notice, second.Credential));
        var path = $"api/guidon/v1/people/{id}/external-logins";
        await server.AskAsync(HttpStatusCode.NotFound, before, "DELETE", path);   // nobody's own to do
        await server.AskAsync(HttpStatusCode.NotFound, admin, "DELETE", "api/guidon/v1/people/999/external-logins");

        await server.AskAsync(HttpStatusCode.NoContent, admin, "DELETE", path);

        await server.AskAsync(HttpStatusCode.Unauthorized, before, "GET", Me);
        Assert.Equal("/ui/status", await second.LogInAsync());
        Assert.Equal(id, (await server.AskAsync(HttpStatusCode.OK, second.Credential ?? "", "GET", Me)).GetProperty("id").GetInt32());
        Assert.Equal(["EXTERNAL_LOGIN admin@example.org", "EXTERNAL_LOGIN dana@example.org"], await AuditedAsync(server, "EXTERNAL_LOGIN"));
    }

    [Fact]
    public async Task A_page_of_another_site_is_no_place_to_go_to()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", People.AdminEmail);
        await using var server = await StartAsync(provider);
        foreach (var to in (string[])["//evil.example", "https://evil.example/", @"/\evil.example", "evil"])
        {
            using var browser = new Traveller(server);
            Assert.Equal("/", await browser.LogInAsync(to));
        }
    }

    [Fact]
    public async Task No_secret_of_a_log_in_is_in_the_log()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", People.AdminEmail);
        await using var server = await StartAsync(provider, ("GUIDON_Logging__LogLevel__Default", "Debug"));
        using var browser = new Traveller(server);
        var back = await browser.ReachProviderAsync();
        await browser.NextAsync(back);
        var token = (browser.Credential ?? "Token nobody").Split(' ')[1];
        var code = System.Web.HttpUtility.ParseQueryString(back.Query)["code"] ?? "no code";
        foreach (var secret in (string[])[LocalProvider.ClientSecret, token, code]) Assert.DoesNotContain(secret, server.Output, StringComparison.Ordinal);
    }

    internal static Task<GuidonProcess> StartAsync(LocalProvider provider, params (string Name, string Value)[] more) =>
        GuidonProcess.StartAsync(new ServerSettings { Variables = provider.Settings(more) });

    internal static async Task<IReadOnlyList<string>> AuditedAsync(GuidonProcess server, params string[] kinds)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Folder, "guidon.db")};Mode=ReadOnly;Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT DISTINCT related_type || ' ' || author FROM audit_record ORDER BY 1";
        await using var reader = await command.ExecuteReaderAsync();
        var records = new List<string>();
        while (await reader.ReadAsync()) records.Add(reader.GetString(0));
        return [.. records.Where(each => kinds.Contains(each.Split(' ')[0]))];
    }

    private static async Task<string?> RoleAsync(GuidonProcess server, Traveller browser)
    {
        var own = await server.AskAsync(HttpStatusCode.OK, browser.Credential ?? "", "GET", "api/v1/organisations/");
        return own.GetProperty("results").EnumerateArray().Select(each => each.GetProperty("role").GetString()).FirstOrDefault();
    }
}
