using System.Globalization;
using System.Net;
using System.Text;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>Paths, headers, CORS and bodies: what has nothing to do with flags.</summary>
public sealed class TransportRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Identities = "api/v1/identities/";

    private GuidonProcess Server => fixture.Server;

    [Theory]
    [Trait("Row", "1, 2, 4")]
    [InlineData("api/v1/flags/")]
    [InlineData("api/v1/environment-document/")]
    [InlineData("api/v1/identities/?identifier=slash&transient=true")]
    public async Task Both_spellings_of_a_path_answer_the_same_without_a_redirect(string path)
    {
        using var with = await SendAsync(HttpMethod.Get, path, Server.ServerKey);
        using var without = await SendAsync(HttpMethod.Get, path.Replace("/?", "?").TrimEnd('/'), Server.ServerKey);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (with.StatusCode, without.StatusCode));
        Assert.Equal(path.Replace("/?", "?").TrimEnd('/'), without.RequestMessage?.RequestUri?.PathAndQuery.TrimStart('/'));
        Assert.Equal(await with.Content.ReadAsStringAsync(), await without.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Row", "1")]
    public async Task Flags_are_a_bare_list() =>
        Assert.Equal(System.Text.Json.JsonValueKind.Array, (await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Server.ClientKey)).ValueKind);

    [Theory]
    [Trait("Row", "3")]
    [InlineData("api/v1/identities")]
    [InlineData("api/v1/analytics/flags")]
    [InlineData("ofrep/v1/evaluate/flags/")]
    public async Task A_POST_is_taken_with_the_other_spelling_too(string path) =>
        await Server.ExpectAsync(HttpStatusCode.OK, "POST", path, Server.ClientKey, """{"context":{}}""");

    [Fact]
    [Trait("Row", "7")]
    public async Task The_name_of_the_key_header_has_no_case()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/flags/");
        request.Headers.TryAddWithoutValidation("x-ENVIRONMENT-key", Server.ClientKey);
        using var answer = await Server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [Trait("Row", "12")]
    [InlineData("api/v1/flags/")]
    [InlineData(Identities)]
    [InlineData("api/v1/environment-document")]
    [InlineData("v1/events")]
    [InlineData("ofrep/v1/evaluate/flags/x")]
    [InlineData("nothing/at/all")]
    public async Task A_preflight_needs_no_key_and_gets_what_it_asks_for(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", "https://app.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "x-environment-key, x-never-heard-of");
        using var answer = await Server.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("*", Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("x-environment-key, x-never-heard-of", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Contains("POST", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Equal("86400", Header(answer, "Access-Control-Max-Age"));
    }

    [Theory]
    [Trait("Row", "13, 14")]
    [InlineData("GET", "api/v1/flags/", "good", 200)]
    [InlineData("GET", "api/v1/flags/", null, 403)]
    [InlineData("POST", Identities, "good", 400)]
    [InlineData("PUT", "api/v1/flags/", "good", 405)]
    [InlineData("GET", "nothing", "good", 404)]
    [InlineData("POST", "ofrep/v1/evaluate/flags", null, 401)]
    public async Task Every_answer_may_be_read_by_a_page_of_any_origin(string method, string path, string? key, int expected)
    {
        using var request = Server.Request(new HttpMethod(method), path, key is null ? null : Server.ClientKey, method == "POST" ? "{" : null);
        request.Headers.TryAddWithoutValidation("Origin", "https://app.example");
        using var answer = await Server.Http.SendAsync(request);
        Assert.Equal(expected, (int)answer.StatusCode);
        Assert.Equal("*", Header(answer, "Access-Control-Allow-Origin"));
        foreach (var name in (string[])["X-Flagsmith-Document-Updated-At", "ETag", "Retry-After"]) Assert.Contains(name, Header(answer, "Access-Control-Expose-Headers"));
    }

    [Fact]
    [Trait("Row", "15, 16")]
    public async Task The_time_of_the_document_is_one_value_everywhere()
    {
        var document = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", Server.ServerKey);
        var updatedAt = (document.GetProperty("updated_at").GetDateTimeOffset() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        foreach (var (method, path, body) in new[] { ("GET", "api/v1/flags/", null), ("GET", Identities + "?identifier=a", null), ("POST", Identities, "{}"), ("GET", "api/v1/environment-document/", null) })
        {
            using var answer = await Server.Http.SendAsync(Server.Request(new HttpMethod(method), path, Server.ServerKey, body));
            var text = Header(answer, "X-Flagsmith-Document-Updated-At");
            Assert.Contains('.', text);
            Assert.Equal(updatedAt, (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000));
        }
    }

    [Theory]
    [Trait("Row", "17, 19")]
    [InlineData("*/*")]
    [InlineData(null)]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task A_GET_with_a_content_type_and_any_wish_is_answered_in_json(string? accept)
    {
        using var request = Server.Request(HttpMethod.Get, "api/v1/flags/", Server.ClientKey);
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await Server.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [Trait("Row", "18")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/JSON")]
    public async Task A_content_type_may_have_parameters(string contentType)
    {
        using var request = Server.Request(HttpMethod.Post, Identities, Server.ClientKey);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"identifier":"typed"}"""));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Server.Http.SendAsync(request);
        Assert.Contains("\"typed\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Row", "20, 21")]
    public async Task A_body_that_is_broken_or_a_list_is_400()
    {
        var broken = await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Identities, Server.ClientKey, "{");
        Assert.StartsWith("JSON parse error - ", broken.GetProperty("detail").GetString());
        await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Identities, Server.ClientKey, "[]");
    }

    [Fact]
    [Trait("Row", "116")]
    public async Task Many_requests_with_one_key_are_never_told_to_slow_down()
    {
        for (var i = 0; i < 50; i++)
        {
            var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => (await Server.AskAsync("GET", "api/v1/flags/", Server.ClientKey)).Status));
            Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        }
    }

    [Theory]
    [Trait("Row", "117")]
    [InlineData(Identities)]
    [InlineData("api/v1/traits/bulk/")]
    [InlineData("v1/events")]
    [InlineData("ofrep/v1/evaluate/flags")]
    public async Task A_body_beyond_the_limit_is_413_and_the_server_lives(string path)
    {
        var method = path.EndsWith("bulk/") ? "PUT" : "POST";
        var error = await Server.ExpectAsync(HttpStatusCode.RequestEntityTooLarge, method, path, Server.ClientKey, $"\"{new string('x', 3_000_000)}\"");
        Assert.Equal("too_large", error.GetProperty("code").GetString());
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Server.ClientKey);
    }

    [Theory]
    [Trait("Row", "120")]
    [InlineData("DELETE", "api/v1/flags/", "GET")]
    [InlineData("POST", "api/v1/traits/bulk/", "PUT")]
    [InlineData("GET", "api/v1/traits/", "POST")]
    [InlineData("GET", "v1/events", "POST")]
    [InlineData("GET", "ofrep/v1/evaluate/flags", "POST")]
    [InlineData("POST", "health/liveness/", "GET")]
    public async Task A_method_that_is_not_there_is_405_with_those_that_are(string method, string path, string allowed)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, Server.ClientKey);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains(allowed, answer.Content.Headers.Allow);
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key) => Server.Http.SendAsync(Server.Request(method, path, key));

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
