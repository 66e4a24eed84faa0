using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Microsoft.OpenApi;

namespace Guidon.Server.Tests.ApiDocs;

/// <summary>The document of the API, as programs and people get it from a running server.</summary>
public sealed class ApiDocumentTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Path = "api/docs/openapi.json";

    [Fact]
    public async Task Every_method_of_every_path_is_told_with_a_summary_and_what_it_answers()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        var missing = new List<string>();
        foreach (var (path, methods) in await MappedRoutes.TablesAsync())
        {
            foreach (var method in methods)
            {
                if (!paths.TryGetProperty(path, out var item) || !item.TryGetProperty(method.ToLowerInvariant(), out var operation)) missing.Add($"{method} {path}: not told");
                else if (operation.GetProperty("summary").GetString() is not { Length: > 3 }) missing.Add($"{method} {path}: no summary");
                else if (operation.GetProperty("description").GetString() is not { Length: > 10 }) missing.Add($"{method} {path}: no description");
                else if (!operation.GetProperty("responses").EnumerateObject().Any(each => each.Name.StartsWith('2'))) missing.Add($"{method} {path}: no answer");
            }
        }

        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var references = References(document).Distinct().ToList();
        Assert.InRange(references.Count, 40, 500);
        Assert.All(references, reference =>
        {
            Assert.StartsWith("#/components/schemas/", reference, StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Object, schemas.GetProperty(reference.Split('/')[^1]).ValueKind);
        });
        Assert.Equal(schemas.EnumerateObject().Select(each => each.Name).Order(StringComparer.Ordinal), references.Select(each => each.Split('/')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_reader_of_the_format_finds_no_fault()
    {
        var read = OpenApiDocument.Parse(await fixture.Server.Http.GetStringAsync(Path), "json");
        Assert.Empty(read.Diagnostic?.Errors ?? []);
        Assert.Empty(read.Diagnostic?.Warnings ?? []);
        Assert.InRange(read.Document?.Paths.Count ?? 0, 100, 1_000);
    }

    [Theory]
    [InlineData("post", "/api/v1/auth/login/", "200", "LoginAnswer", "email password", "")]
    [InlineData("post", "/api/v1/auth/users/", "201", "SignUpAnswer", "email password", "")]
    [InlineData("get", "/api/v1/auth/users/me/", "200", "UserAnswer", "", "token")]
    [InlineData("post", "/api/v1/organisations/{organisation}/invites/", "201", "InviteAnswer", "email", "masterKey")]
    [InlineData("get", "/api/v1/organisations/{organisation}/invites/", "200", "PageOfInviteAnswer", "", "masterKey")]
    [InlineData("post", "/api/v1/projects/{project}/features/", "201", "FeatureAnswer", "", "masterKey")]
    [InlineData("get", "/api/guidon/v1/destinations", "200", "DestinationList", "", "masterKey")]
    public async Task What_is_told_is_what_the_code_does(string method, string path, string status, string message, string needed, string scheme)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);
        var schema = operation.GetProperty("responses").GetProperty(status).GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.Equal($"#/components/schemas/{message}", schema.GetProperty("$ref").GetString());
        if (needed.Length > 0)
        {
            var body = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            Assert.Superset(needed.Split(' ').ToHashSet(), body.GetProperty("required").EnumerateArray().Select(each => each.GetString() ?? "").ToHashSet());
            Assert.All(needed.Split(' '), field => Assert.True(body.GetProperty("properties").TryGetProperty(field, out _)));
        }

        if (scheme.Length > 0) Assert.True(operation.GetProperty("security")[0].TryGetProperty(scheme, out _));
        else Assert.Equal(0, operation.GetProperty("security").GetArrayLength());
    }

    [Fact]
    public async Task The_page_has_no_script_of_its_own_and_asks_nobody_else()
    {
        foreach (var path in (string[])["api/docs", "api/docs/"])
        {
            using var answer = await fixture.Server.Http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotMatch("<script(?![^>]*src=\"/)|style=|https?://", page);
        }

        foreach (var (file, type) in (ValueTuple<string, string>[])[("swagger-ui-bundle.js", "text/javascript"), ("swagger-ui.css", "text/css"), ("start.js", "text/javascript")])
        {
            using var answer = await fixture.Server.Http.GetAsync("api/docs/" + file);
            Assert.Equal((HttpStatusCode.OK, type, true), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, (await answer.Content.ReadAsStringAsync()).Length > 100));
        }

        using var missing = await fixture.Server.Http.GetAsync("api/docs/package.json");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(each => each is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [each.Value.GetString() ?? ""] : References(each.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private async Task<JsonElement> DocumentAsync() => JsonElement.Parse(await fixture.Server.Http.GetStringAsync(Path));
}
