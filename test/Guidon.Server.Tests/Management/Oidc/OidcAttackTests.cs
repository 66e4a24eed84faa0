using System.Net;
using System.Text.Json.Nodes;
using Guidon.Doubles;
using Guidon.OpenIdProvider;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Oidc;

/// <summary>What a broken provider, a thief of an address and a network in between cannot reach.</summary>
public sealed class OidcAttackTests
{
    private const string Broken = "could not be trusted";
    private const string Away = "cannot be reached";

    public static TheoryData<string, TokenLie> Lies => new()
    {
        { "another issuer", new TokenLie("iss", "https://elsewhere.example/") },
        { "made for another client", new TokenLie("aud", "somebody-else") },
        { "expired", new TokenLie("exp", 1_700_000_000) },
        { "of another log-in", new TokenLie("nonce", "another") },
        { "signed by another key", new TokenLie("", null, IsForged: true) },
        { "somebody else's name, signed by another key", new TokenLie("sub", "subject-0", IsForged: true) },
        { "without a subject", new TokenLie("sub", null) },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    [Trait("Row", "S17")]
    public async Task A_token_that_lies_lets_nobody_in(string what, TokenLie lie)
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", People.AdminEmail);
        provider.Lie = lie;
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", await browser.LogInAsync());
        Assert.True(browser.Credential is null, what);
        Assert.Contains(Broken, browser.Notice, StringComparison.Ordinal);
        await Eventually.TrueAsync("it is in the log", () => Task.FromResult(server.Output.Contains("Refused a log-in", StringComparison.Ordinal)));

        provider.Lie = null;
        Assert.Equal("/ui/status", await browser.LogInAsync());
    }

    [Fact]
    [Trait("Row", "S17")]
    public async Task An_answer_counts_once_and_in_the_browser_that_asked()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", People.AdminEmail);
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        var back = await browser.ReachProviderAsync();

        using var thief = new Traveller(server);
        Assert.Equal("/ui/login", (await thief.NextAsync(back)).PathAndQuery);
        Assert.Equal((true, null), (thief.Notice.Contains(Broken, StringComparison.Ordinal), thief.Credential));

        // With the cookie too: a copy of everything that the browser had.
        var cookies = browser.CookieHeader();
        Assert.Equal("/ui/status", (await browser.NextAsync(back)).PathAndQuery);
        using var copy = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };
        using var request = new HttpRequestMessage(HttpMethod.Get, back);
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var again = await copy.SendAsync(request);
        Assert.Equal("/ui/login", again.Headers.Location?.ToString());
        Assert.DoesNotContain(again.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("guidon_dashboard=Token", StringComparison.Ordinal));
        Assert.Contains("used already", WebUtility.UrlDecode(string.Join(";", again.Headers.GetValues("Set-Cookie"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=x")]
    [InlineData("?code=x&state=y")]
    [InlineData("?error=server_error")]
    [InlineData("?state=eyJhbGciOiJub25lIn0.e30.")]
    public async Task An_address_that_somebody_made_up_is_turned_away(string query)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", (await browser.NextAsync(new Uri(server.Address, "api/guidon/v1/oidc/callback" + query))).PathAndQuery);
        Assert.Null(browser.Credential);
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_reads_so()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = null;
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", await browser.LogInAsync());
        Assert.Equal("The provider did not let you in.", browser.Notice);
    }

    [Fact]
    public async Task A_provider_that_is_down_costs_nothing_but_its_own_log_in()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.Person = new("subject-7", People.AdminEmail);
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        var back = await browser.ReachProviderAsync();
        await provider.StopAsync();

        Assert.Equal("/ui/login", (await browser.NextAsync(back)).PathAndQuery);
        Assert.Equal((true, null), (browser.Notice.Contains(Away, StringComparison.Ordinal), browser.Credential));
        await server.SignInAsync();
    }

    [Fact]
    public async Task A_provider_that_was_never_up_is_said_to_be_away()
    {
        await using var provider = await LocalProvider.StartAsync();
        await provider.StopAsync();
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", (await browser.NextAsync(new Uri(server.Address, "api/guidon/v1/oidc/login?to=/"))).PathAndQuery);
        Assert.Contains(Away, browser.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_in_a_private_network_is_called_only_where_its_own_setting_allows_it()
    {
        await using var provider = await LocalProvider.StartAsync();
        var settings = provider.Settings();
        settings.Remove("GUIDON_Oidc__AllowedNetworks__0");   // what deliveries may call stays as it is
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = settings });
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", (await browser.NextAsync(new Uri(server.Address, "api/guidon/v1/oidc/login"))).PathAndQuery);
        Assert.Contains(Away, browser.Notice, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "S17")]
    public async Task A_provider_whose_document_names_another_issuer_is_not_believed()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.ClaimedIssuer = "https://elsewhere.example/";
        await using var server = await OidcTests.StartAsync(provider);
        using var browser = new Traveller(server);
        Assert.Equal("/ui/login", (await browser.NextAsync(new Uri(server.Address, "api/guidon/v1/oidc/login"))).PathAndQuery);
        Assert.Contains(Away, browser.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GUIDON_Oidc__Issuer", "provider", "Oidc:Issuer")]
    [InlineData("GUIDON_Oidc__ClientId", "", "Oidc:ClientId")]
    [InlineData("GUIDON_Oidc__RedirectPath", "//elsewhere", "Oidc:RedirectPath")]
    [InlineData("GUIDON_Oidc__RedirectPath", "/{x}", "Oidc:RedirectPath")]
    [InlineData("GUIDON_Oidc__Role", "OWNER", "Oidc:Role")]
    [InlineData("GUIDON_Oidc__AllowedNetworks__0", "everywhere", "Oidc:AllowedNetworks")]
    [InlineData("GUIDON_Access__PublicUrl", "flags.example.org", "Access:PublicUrl")]
    public async Task A_setting_that_makes_no_sense_is_said_at_the_start(string name, string value, string named)
    {
        await using var provider = await LocalProvider.StartAsync();
        var (code, _, errors) = await GuidonProcess.RunAsync(
            ["--urls", "http://127.0.0.1:0", "--data", Directory.CreateTempSubdirectory("guidon-test-").FullName], variables: provider.Settings((name, value)));
        Assert.Equal(1, code);
        Assert.Contains(named, errors, StringComparison.Ordinal);
    }
}
