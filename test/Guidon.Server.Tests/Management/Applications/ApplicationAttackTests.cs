using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Server.Management;
using Guidon.Server.Management.Applications;
using Guidon.Server.Tests.Processes;
using Microsoft.AspNetCore.Http;

namespace Guidon.Server.Tests.Management.Applications;

/// <summary>What programs and those who pretend to be some send that must lead nowhere.</summary>
public sealed class ApplicationAttackTests(ApplicationFixture fixture) : IClassFixture<ApplicationFixture>
{
    private GuidonProcess Server => fixture.Server;

    [Theory]
    [InlineData("client_id", "nobody", "invalid_client")]
    [InlineData("client_id", null, "invalid_client")]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("redirect_uri", "https://evil.example/callback", "invalid_request")]
    [InlineData("redirect_uri", "http://127.0.0.1:1@evil.example/callback", "invalid_request")]
    [InlineData("redirect_uri", "http://127.0.0.1:1/callback/../x", "invalid_request")]
    [InlineData("redirect_uri", "http://127.0.0.1:1/callback?x=1", "invalid_request")]
    [InlineData("redirect_uri", "http://localhost:1/callback", "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", null, "unsupported_response_type")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("scope", "admin-api everything", "invalid_scope")]
    public async Task A_request_that_nobody_should_decide_about_is_refused_here_and_told_to_nobody(string name, string? value, string error)
    {
        var (person, program) = (await Server.SignInAsync(), new AskingProgram(Server));
        var asked = program.Asked;
        if (value is null) asked.Remove(name);
        else asked[name] = value;
        var query = string.Join('&', asked.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value?.ToString() ?? "")}"));
        Assert.Equal(error, (await Server.AskAsync(HttpStatusCode.BadRequest, person, "GET", $"{AskingProgram.Authorize}?{query}")).GetProperty("error").GetString());
        foreach (var allow in (bool[])[true, false])
        {
            var answer = await Server.AskAsync(HttpStatusCode.BadRequest, person, "POST", AskingProgram.Authorize, new Dictionary<string, object?>(asked) { ["allow"] = allow });
            Assert.Equal((error, false), (answer.GetProperty("error").GetString(), answer.TryGetProperty("redirect_uri", out _)));
        }
    }

    [Theory]
    [InlineData("grant_type=authorization_code", "application/json")]
    [InlineData("", "application/x-www-form-urlencoded")]
    [InlineData("grant_type=authorization_code&grant_type=refresh_token&client_id=flagsmith-cli", "application/x-www-form-urlencoded")]
    [InlineData("grant_type=refresh_token&client_id=flagsmith-cli&refresh_token=a%00b", "application/x-www-form-urlencoded")]
    [InlineData("grant_type=refresh_token&client_id=flagsmith-cli", "application/x-www-form-urlencoded")]
    [InlineData("grant_type=refresh_token&refresh_token=x", "application/x-www-form-urlencoded")]
    public async Task A_form_that_is_none_is_refused_in_the_shape_of_oauth(string form, string type)
    {
        foreach (var path in (string[])["o/token/", "o/revoke_token/"])
        {
            using var content = new StringContent(form, Encoding.UTF8, type);
            Assert.Equal("invalid_request", (await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", path, content)).GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task A_form_beyond_the_limits_and_a_grant_that_is_not_offered_are_refused()
    {
        using var many = new StringContent(string.Join('&', Enumerable.Range(0, 50).Select(each => $"a{each}=1")), Encoding.UTF8, "application/x-www-form-urlencoded");
        await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "o/token/", many);
        // Larger than what the sockets between hold: an answer that did not wait for the rest would be lost with the connection.
        using var large = new StringContent("grant_type=" + new string('x', 12_000_000), Encoding.UTF8, "application/x-www-form-urlencoded");
        var refused = await Server.AskAsync(HttpStatusCode.RequestEntityTooLarge, "", "POST", "o/token/", large);
        Assert.Equal("The body is larger than the limit of 32768 bytes.", refused.GetProperty("detail").GetString());
        using var password = new StringContent("grant_type=password&client_id=flagsmith-cli&username=a&password=b", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal("unsupported_grant_type", (await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "o/token/", password)).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("""{}""", "invalid_redirect_uri")]
    [InlineData("""[]""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":[]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":"https://a.example/"}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["https://a.example/",1]}""", "invalid_redirect_uri")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"client_name":"Flаgsmith CLI"}""", "invalid_client_metadata")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"client_name":7}""", "invalid_client_metadata")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"grant_types":["implicit"]}""", "invalid_client_metadata")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"response_types":["token"]}""", "invalid_client_metadata")]
    public async Task A_registration_of_what_is_not_offered_is_refused(string body, string error) =>
        Assert.Equal(error, (await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "o/register/", body)).GetProperty("error").GetString());

    [Theory]
    [InlineData("https://a.example/back", true)]
    [InlineData("https://a.example:8443/back?tenant=1", true)]
    [InlineData("http://127.0.0.1:3000/back", true)]
    [InlineData("http://[::1]/back", true)]
    [InlineData("http://localhost/back", true)]
    [InlineData("http://a.example/back", false)]
    [InlineData("http://127.0.0.1.a.example/back", false)]
    [InlineData("http://localhost.a.example/back", false)]
    [InlineData("http://127.0.0.1@a.example/back", false)]
    [InlineData("https://@a.example/back", false)]
    [InlineData("https://a.example/back#part", false)]
    [InlineData("https://a.example/*", false)]
    [InlineData("https://a.example\\@b.example/", false)]
    [InlineData("https://a.example/ b", false)]
    [InlineData("https://ä.example/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("cursor://back", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("/back", false)]
    [InlineData("", false)]
    [InlineData("com.example.app:/callback", true)]
    [InlineData("io.x-1.a2:/", true)]
    [InlineData("com.example.app:/oauth2/callback?tenant=1", true)]
    [InlineData("com.example.app://callback", false)]
    [InlineData("com.example.app:///callback", false)]
    [InlineData("com.example.app:callback", false)]
    [InlineData("com.example.app:", false)]
    [InlineData("com.example.app:/callback#part", false)]
    [InlineData("com.example.app:/call back", false)]
    [InlineData("com.example.app:\\callback", false)]
    [InlineData("com.example.app:/\\evil.example", false)]
    [InlineData("Com.Example.App:/callback", false)]
    [InlineData("cоm.example.app:/callback", false)]
    [InlineData("com.example.app%3a:/callback", false)]
    [InlineData("com..example:/callback", false)]
    [InlineData(".com.example:/callback", false)]
    [InlineData("com.example.:/callback", false)]
    [InlineData("1com.example:/callback", false)]
    [InlineData("com.example.app :/callback", false)]
    [InlineData(" com.example.app:/callback", false)]
    [InlineData("\ncom.example.app:/callback", false)]
    [InlineData("app:/callback", false)]
    [InlineData("javascript:/callback", false)]
    [InlineData("javascript:alert(document.domain)//com.example.app:/", false)]
    [InlineData("JaVaScRiPt:/com.example/", false)]
    [InlineData("data:/text.html,x", false)]
    [InlineData("data:text/html,com.example.app:/", false)]
    [InlineData("vbscript:/a.b", false)]
    [InlineData("file:/etc/passwd", false)]
    [InlineData("blob:/a.b", false)]
    [InlineData("about:/a.b", false)]
    [InlineData("view-source:/a.b", false)]
    [InlineData("intent:/a.b", false)]
    [InlineData("http:/a.example/back", false)]
    [InlineData("ftp:/a.example/", false)]
    [InlineData("ws:/a.example/", false)]
    [InlineData("a.example:/@b.example/", true)]
    [InlineData("a.example:443/back", false)]
    [InlineData("a.example:@b.example/", false)]
    public void People_are_sent_to_https_to_their_own_machine_and_to_schemes_with_a_dot_alone(string uri, bool isAllowed) => Assert.Equal(isAllowed, RedirectUri.IsAllowed(uri));

    [Theory]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1:53682/callback", true)]
    [InlineData("http://[::1]:1/callback", "http://[::1]/callback", true)]
    [InlineData("https://b.example/ http://127.0.0.1:4/a?b=c", "http://127.0.0.1:5/a?b=c", true)]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1:53682/callback/", false)]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1:53682/Callback", false)]
    [InlineData("http://127.0.0.1/callback", "https://127.0.0.1:53682/callback", false)]
    [InlineData("http://127.0.0.1/callback", "http://[::1]/callback", false)]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1:1:2/callback", false)]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1.evil.example/callback", false)]
    [InlineData("http://127.0.0.1/callback", "http://127.0.0.1:1.evil.example/callback", false)]
    [InlineData("https://a.example/callback", "https://a.example:8443/callback", false)]
    [InlineData("http://localhost:1/callback", "http://localhost:2/callback", false)]
    [InlineData("https://a.example/callback https://b.example/", "https://a.example/callback https://b.example/", false)]
    [InlineData("com.example.app:/callback", "com.example.app:/callback", true)]
    [InlineData("com.example.app:/callback", "COM.example.app:/callback", false)]
    [InlineData("com.example.app:/callback", "com.example.app:/callback/", false)]
    [InlineData("com.example.app:/callback", "com.example.app:/callback?x=1", false)]
    [InlineData("com.example.app:/callback", "com.example.app://callback", false)]
    [InlineData("com.example.app:/callback", "com.example.application:/callback", false)]
    [InlineData("com.example.app:/callback", "com.example.app:1/callback", false)]
    public void An_address_is_one_that_was_registered_apart_from_the_port_of_ones_own_machine(string registered, string asked, bool isOne) => Assert.Equal(isOne, RedirectUri.IsOneOf(registered, asked));

    [Fact]
    public void Behind_a_proxy_the_setting_says_what_the_server_is_called()
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("http", new HostString("10.0.0.7", 8000));
        Assert.Equal("http://10.0.0.7:8000", new PublicAddress("").Of(request));
        Assert.Equal("https://flags.example.org", new PublicAddress("https://flags.example.org/").Of(request));
    }

    [Fact]
    public async Task An_application_of_a_telephone_is_led_back_by_its_own_scheme_and_by_no_other()
    {
        const string Own = "com.example.app:/callback";
        var id = (await Server.AskAsync(HttpStatusCode.Created, "", "POST", "o/register/", new { client_name = "Pocket", redirect_uris = new[] { Own } })).GetProperty("client_id").GetString() ?? "";
        foreach (var other in (string[])["com.example.other:/callback", "javascript:/callback", "com.example.app:/callback/x"])
        {
            var asked = new AskingProgram(Server, id, other, "mcp").Asked;
            var query = string.Join('&', asked.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value?.ToString() ?? "")}"));
            Assert.Equal("invalid_request", (await Server.AskAsync(HttpStatusCode.BadRequest, await Server.SignInAsync(), "GET", $"{AskingProgram.Authorize}?{query}")).GetProperty("error").GetString());
        }

        await new AskingProgram(Server, id, Own, "mcp").EnterAsync(await Server.SignInAsync());
        foreach (var refused in (string[])["javascript:/a.b", "data:text/html,x", "app:/callback", "com.example.app://host/callback"])
            Assert.Equal("invalid_redirect_uri", (await Server.AskAsync(HttpStatusCode.BadRequest, "", "POST", "o/register/", new { redirect_uris = new[] { refused } })).GetProperty("error").GetString());
    }

    [Fact]
    public async Task So_many_applications_are_kept_and_those_that_nobody_lets_in_give_way_after_a_day()
    {
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Variables = new Dictionary<string, string> { ["GUIDON_Access__ApplicationsMax"] = "2" } });
        await RegisterAsync(HttpStatusCode.Created);
        var used = new AskingProgram(server, (await RegisterAsync(HttpStatusCode.Created)).GetProperty("client_id").GetString() ?? "", "https://a.example/", "mcp");
        await used.EnterAsync(await server.SignInAsync());
        Assert.Equal("temporarily_unavailable", (await RegisterAsync(HttpStatusCode.TooManyRequests)).GetProperty("error").GetString());
        await server.SqlAsync("UPDATE application SET created_at = 1 WHERE is_registered = 1");

        await RegisterAsync(HttpStatusCode.Created);

        await RegisterAsync(HttpStatusCode.TooManyRequests);
        await used.EnterAsync(await server.SignInAsync());
        await new AskingProgram(server).EnterAsync(await server.SignInAsync());

        Task<JsonElement> RegisterAsync(HttpStatusCode expected) => server.AskAsync(expected, "", "POST", "o/register/", new { redirect_uris = new[] { "https://a.example/" } });
    }
}
