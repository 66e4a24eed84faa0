using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Whatever comes in: the documented status, a JSON error without a stack trace, and a process that lives.</summary>
public sealed class BadInputTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Identities = "api/v1/identities/";
    private const string Analytics = "api/v1/analytics/flags/";
    private const string Integrations = "api/v1/environments/{key}/integrations/webhook/";

    private GuidonProcess Server => fixture.Server;

    public static TheoryData<string, string> SdkRoutes => new()
    {
        { "GET", "api/v1/flags/" }, { "GET", "api/v1/flags/?feature=x" }, { "GET", "api/v1/identities/?identifier=a" }, { "POST", Identities },
        { "GET", "api/v1/environment-document/" }, { "POST", Analytics },
    };

    [Theory]
    [InlineData("ui/login", "multipart/form-data", "x")]
    [InlineData("ui/login", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nx")]
    [InlineData("api/v1/features/feature-import/1", "multipart/form-data", "x")]
    [InlineData("api/v1/features/feature-import/1", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"strategy\"\r\n\r\nSKIP")]
    public async Task What_calls_itself_a_form_and_is_none_is_refused_without_a_trace(string path, string type, string text)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await Server.Management.PostAsync(path, body);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal("invalid", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
        Assert.DoesNotContain("   at ", Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_on_a_page_that_is_no_JSON_is_refused_without_a_trace()
    {
        using var signedIn = await Server.SendAsync("", "POST", "ui/login", new FormUrlEncodedContent([new("email", People.AdminEmail), new("password", People.AdminPassword)]));
        var cookie = string.Join("; ", signedIn.Headers.GetValues("Set-Cookie").Select(each => each.Split(';')[0]));
        using var answer = await Server.SendAsync("", "POST", $"ui/p/1/e/{Server.ClientKey}/identities/1", new FormUrlEncodedContent([new("feature", "1"), new("value", "{")]), ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("   at ", Server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SdkRoutes))]
    public async Task Without_a_key_every_sdk_route_answers_403(string method, string path)
    {
        foreach (var (key, word) in new[] { (null, "key"), ("", "key"), ("unknown", "Key"), ("ser.unknown", "Key") })
        {
            var error = await RefusedAsync(method, path, key, HttpStatusCode.Forbidden, method == "POST" ? "{}" : null);
            Assert.Equal($"Invalid or missing Environment {word}", error.GetProperty("detail").GetString());
            Assert.Equal("environment_key", error.GetProperty("code").GetString());
        }
    }

    [Fact]
    [Trait("Row", "S08")]
    public async Task A_client_key_does_not_open_the_document()
    {
        var error = await RefusedAsync("GET", "api/v1/environment-document/", Server.ClientKey, HttpStatusCode.Forbidden);
        Assert.Equal("Invalid or missing Environment key", error.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("PUT", "api/v1/flags/")]
    [InlineData("DELETE", "api/v1/identities")]
    [InlineData("POST", "api/v1/environment-document")]
    [InlineData("GET", "api/v1/analytics/flags/")]
    [InlineData("POST", "health/live")]
    public async Task A_method_that_a_path_does_not_know_is_405(string method, string path)
    {
        using var answer = await Server.Http.SendAsync(Server.Request(new HttpMethod(method), path, Server.ClientKey));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.NotEmpty(answer.Content.Headers.Allow);
        Assert.Contains($"Method \\\"{method}\\\" not allowed.", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("api/v1/nothing/")]
    [InlineData("nothing")]
    [InlineData("robots.txt")]
    [InlineData("api/v1/flags/../../etc/passwd")]
    public async Task An_unknown_path_is_404_in_json(string path) =>
        Assert.Equal("not_found", (await RefusedAsync("GET", path, Server.ClientKey, HttpStatusCode.NotFound)).GetProperty("code").GetString());

    public static TheoryData<string> NotJson => new()
    {
        "{", "{\"identifier\":", "nonsense", "{\"identifier\":\"a\"} trailing", "{\"identifier\":\"\\ud800\"}", "{\"traits\":[{\"trait_key\":\"k\",\"trait_value\":\"\\udc00x\"}]}",
        "{\"identifier\":NaN}", "{\"a\":" + new string('[', 5_000) + new string(']', 5_000) + "}", new string('[', 100_000), "'",
    };

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task A_body_that_is_not_json_is_400_with_detail(string body)
    {
        var error = await RefusedAsync("POST", Identities, Server.ClientKey, HttpStatusCode.BadRequest, body);
        Assert.StartsWith("JSON parse error - ", error.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("[]", "non_field_errors")]
    [InlineData("\"text\"", "non_field_errors")]
    [InlineData("12", "non_field_errors")]
    [InlineData("null", "non_field_errors")]
    [InlineData("{\"identifier\":{}}", "identifier")]
    [InlineData("{\"identifier\":[1]}", "identifier")]
    [InlineData("{\"identifier\":true}", "identifier")]
    [InlineData("{\"identifier\":\"a\\u0000b\"}", "identifier")]
    [InlineData("{\"identifier\":\"a\",\"transient\":\"maybe\"}", "transient")]
    [InlineData("{\"identifier\":\"a\",\"transient\":{}}", "transient")]
    [InlineData("{\"identifier\":\"a\",\"traits\":{}}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":\"x\"}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":[1]}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":[{\"trait_key\":\"k\"}]}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":[{\"trait_value\":1}]}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":[{\"trait_key\":\"\",\"trait_value\":1}]}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":[{\"trait_key\":{},\"trait_value\":1}]}", "traits")]
    [InlineData("{\"identifier\":\"a\",\"traits\":[{\"trait_key\":\"k\",\"trait_value\":1,\"transient\":\"x\"}]}", "traits")]
    public async Task A_field_of_the_wrong_type_is_400_and_named(string body, string field)
    {
        var error = await RefusedAsync("POST", Identities, Server.ClientKey, HttpStatusCode.BadRequest, body);
        Assert.Equal(JsonValueKind.Array, error.GetProperty(field).ValueKind);
        Assert.Equal("invalid", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Errors_of_traits_keep_their_place_in_the_list()
    {
        var key = new string('k', 201);
        var body = $$"""{"identifier":"a","traits":[{"trait_key":"ok","trait_value":1},{"trait_key":"{{key}}","trait_value":1}]}""";
        var traits = (await RefusedAsync("POST", Identities, Server.ClientKey, HttpStatusCode.BadRequest, body)).GetProperty("traits");
        Assert.Equal("{}", traits[0].GetRawText());
        Assert.Equal("Ensure this field has no more than 200 characters.", traits[1].GetProperty("trait_key")[0].GetString());
    }

    [Theory]
    [InlineData(2_000, HttpStatusCode.OK)]
    [InlineData(2_001, HttpStatusCode.BadRequest)]
    public async Task An_identifier_has_at_most_2000_characters(int characters, HttpStatusCode expected)
    {
        var identifier = new string('x', characters);
        Assert.Equal(expected, await StatusAsync("POST", Identities, $$"""{"identifier":"{{identifier}}"}"""));
        Assert.Equal(expected, await StatusAsync("GET", $"api/v1/identities/?identifier={identifier}"));
    }

    [Theory]
    [InlineData(2_000, HttpStatusCode.OK)]
    [InlineData(2_001, HttpStatusCode.BadRequest)]
    public async Task A_trait_text_has_at_most_2000_characters(int characters, HttpStatusCode expected) =>
        Assert.Equal(expected, await StatusAsync("POST", Identities, Trait($"\"{new string('x', characters)}\"")));

    [Fact]
    public async Task Ten_thousand_traits_are_taken_and_one_more_is_refused()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", Identities, Traits(10_000)));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("POST", Identities, Traits(10_001)));

        static string Traits(int count) =>
            "{\"identifier\":\"many\",\"traits\":[" + string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"trait_key\":\"k{i}\",\"trait_value\":{i}}}")) + "]}";
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.0")]
    [InlineData("1e400")]
    [InlineData("true")]
    public async Task Any_number_is_echoed_as_it_came(string value)
    {
        using var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Post, Identities, Server.ClientKey, Trait(value)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"\"trait_value\":{value},", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Lists_and_objects_as_trait_values_become_json_text() =>
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", Identities, Trait("{\"a\":[1,2]}")));

    [Fact]
    public async Task Blank_identifiers_are_anonymous_in_a_body_and_missing_in_a_query()
    {
        foreach (var body in new[] { "", "{}", "{\"identifier\":null}", "{\"identifier\":\"\"}", "{\"identifier\":\"   \"}" })
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", Identities, body));
        }

        foreach (var path in new[] { "api/v1/identities/", "api/v1/identities/?identifier=" })
        {
            var error = await RefusedAsync("GET", path, Server.ClientKey, HttpStatusCode.BadRequest);
            Assert.Equal("Missing identifier", error.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Explicit_nulls_count_as_absent() =>
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", Identities, "{\"identifier\":\"n\",\"transient\":null,\"traits\":null}"));

    [Fact]
    [Trait("Row", "L02")]
    public async Task A_body_of_two_megabytes_is_read_and_one_of_three_is_413()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", Identities, Padded(2_000_000)));
        var error = await RefusedAsync("POST", Identities, Server.ClientKey, HttpStatusCode.RequestEntityTooLarge, Padded(3_000_000));
        Assert.Equal("too_large", error.GetProperty("code").GetString());

        static string Padded(int bytes) => $$"""{"identifier":"big","ignored":"{{new string('x', bytes)}}"}""";
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_content_type_is_415(string contentType)
    {
        using var request = Server.Request(HttpMethod.Post, Identities, Server.ClientKey);
        request.Content = new StringContent("{}", Encoding.UTF8, contentType);
        using var answer = await Server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("12")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public async Task Analytics_that_are_no_object_are_400(string body)
    {
        var error = await RefusedAsync("POST", Analytics, Server.ClientKey, HttpStatusCode.BadRequest, body);
        Assert.Equal("Expected a JSON object.", error.GetProperty("non_field_errors")[0].GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"nobody\":1,\"banner_text\":-5,\"new_checkout\":1.5,\"x\":true,\"y\":[[1]],\"z\":{\"a\":1}}")]
    [InlineData("{\"new_checkout\":99999999999999999999999}")]
    public async Task Analytics_skip_what_they_do_not_know(string body)
    {
        using var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Post, Analytics, Server.ClientKey, body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Api-Key wrong")]
    [InlineData("Api-Key ")]
    [InlineData("Token abc")]
    [InlineData("Bearer abc")]
    public async Task Management_without_a_valid_key_is_401(string? authorization)
    {
        foreach (var path in new[] { "api/guidon/v1/destinations", Integrations.Replace("{key}", Server.ClientKey) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("X-Environment-Key", Server.ServerKey);
            using var answer = await Server.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Contains("detail", await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("{", "detail")]
    [InlineData("[]", "non_field_errors")]
    [InlineData("{}", "url")]
    [InlineData("{\"url\":null}", "url")]
    [InlineData("{\"url\":12}", "url")]
    [InlineData("{\"url\":\"\"}", "url")]
    [InlineData("{\"url\":\"not a url\"}", "url")]
    [InlineData("{\"url\":\"ftp://example.org/\"}", "url")]
    [InlineData("{\"url\":\"http://10.0.0.1/hook\"}", "url")]
    [InlineData("{\"url\":\"https://169.254.169.254/latest\"}", "url")]
    [InlineData("{\"url\":\"https://[::1]/\"}", "url")]
    [InlineData("{\"url\":\"http://0x7f000001.example/\"}", "url")]
    public async Task A_destination_with_bad_settings_is_400_and_named(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Server.Management.PostAsync(Integrations.Replace("{key}", Server.ClientKey), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(json.RootElement.TryGetProperty(field, out _), json.RootElement.GetRawText());
    }

    [Theory]
    [InlineData("api/v1/environments/nobody/integrations/webhook/")]
    [InlineData("api/v1/environments/{key}/integrations/nothing/")]
    [InlineData("api/v1/environments/{key}/integrations/webhook/999999/")]
    [InlineData("api/v1/environments/{key}/integrations/webhook/x/")]
    [InlineData("api/v1/environments/{key}/integrations/webhook/99999999999999999999/")]
    public async Task A_management_path_to_nothing_is_404(string path)
    {
        using var answer = await Server.Management.GetAsync(path.Replace("{key}", Server.ClientKey));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("detail", await answer.Content.ReadAsStringAsync());
    }

    private static string Trait(string value) => $$"""{"identifier":"t","traits":[{"trait_key":"k","trait_value":{{value}}}]}""";

    private async Task<HttpStatusCode> StatusAsync(string method, string path, string? body = null)
    {
        using var answer = await Server.Http.SendAsync(Server.Request(new HttpMethod(method), path, Server.ClientKey, body));
        return answer.StatusCode;
    }

    private async Task<JsonElement> RefusedAsync(string method, string path, string? key, HttpStatusCode expected, string? body = null)
    {
        using var answer = await Server.Http.SendAsync(Server.Request(new HttpMethod(method), path, key, body));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.DoesNotContain("   at ", text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
