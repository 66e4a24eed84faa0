using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>Identities and their traits: what is stored, echoed and decided.</summary>
public sealed class IdentityRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Identities = "api/v1/identities/";

    private GuidonProcess Server => fixture.Server;

    [Fact]
    [Trait("Row", "36")]
    public async Task An_override_counts_for_its_identity_only()
    {
        Assert.Equal("Hello, demo!", ValueOf(await GetAsync("guidon-demo"), "banner_text").GetString());
        Assert.Equal("Welcome!", ValueOf(await GetAsync("somebody"), "banner_text").GetString());
    }

    [Fact]
    [Trait("Row", "39, 42, 43")]
    public async Task A_GET_makes_the_identity_unless_it_is_transient()
    {
        // Only what exists has a trait that was stored earlier, so a stored trait is the proof of existence.
        var first = await GetAsync("new-one");
        Assert.Equal(("new-one", "[]"), (first.GetProperty("identifier").GetString(), first.GetProperty("traits").GetRawText()));
        foreach (var transient in (string[])["true", "1", "True", "false", "0"])
        {
            Assert.Equal("[]", TraitsOf(await GoodAsync("GET", $"{Identities}?identifier=ghost&transient={transient}")));
        }
    }

    [Theory]
    [Trait("Row", "40")]
    [InlineData("a@b+c%d/e f")]
    [InlineData("中文 🙂")]
    [InlineData(" leading and trailing ")]
    [InlineData("\"quoted\\back'")]
    [InlineData("a&b=c#d?e")]
    public async Task An_identifier_is_opaque_and_survives_percent_encoding(string identifier) =>
        Assert.Equal(identifier, (await GetAsync(identifier)).GetProperty("identifier").GetString());

    [Fact]
    [Trait("Row", "41")]
    public async Task A_GET_without_an_identifier_is_told_so() =>
        Assert.Equal("Missing identifier", (await Server.ExpectAsync(HttpStatusCode.BadRequest, "GET", Identities, Server.ClientKey)).GetProperty("detail").GetString());

    [Theory]
    [Trait("Row", "44, 54, 55")]
    [InlineData("\"pro\"")]
    [InlineData("30")]
    [InlineData("1.0")]
    [InlineData("true")]
    [InlineData("9007199254740993")]
    public async Task A_trait_is_stored_and_echoed_with_its_type(string value)
    {
        await PostAsync("typed", """{"trait_key":"k","trait_value":"another type"}""");
        var expected = $$"""[{"trait_key":"k","trait_value":{{value}},"transient":false}]""";
        Assert.Equal(expected, TraitsOf(await PostAsync("typed", $$"""{"trait_key":"k","trait_value":{{value}}}""")));
        Assert.Equal(expected, TraitsOf(await GetAsync("typed")));
    }

    [Fact]
    [Trait("Row", "45")]
    public async Task Null_counts_as_absent_at_every_level()
    {
        var answer = await GoodAsync("POST", Identities, """{"identifier":"nulls","transient":null,"traits":null}""");
        Assert.Equal("[]", TraitsOf(answer));
        Assert.Equal("""[{"trait_key":"k","trait_value":1,"transient":false}]""", TraitsOf(await PostAsync("nulls", """{"trait_key":"k","trait_value":1,"transient":null}""")));
    }

    [Fact]
    [Trait("Row", "46, 47")]
    public async Task Anonymous_callers_with_equal_traits_are_one_and_nothing_is_stored()
    {
        const string expected = "104497cff79f732cbad3d64e82566040fb1d62d9a3fd539fee7b46ac33727613";
        foreach (var body in (string[])["""{"traits":[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"age","trait_value":30}]}""",
            """{"identifier":"","traits":[{"trait_key":"age","trait_value":30},{"trait_key":"plan","trait_value":"pro"}]}""",
            """{"identifier":null,"traits":[{"trait_key":"age","trait_value":30},{"trait_key":"gone","trait_value":null},{"trait_key":"plan","trait_value":"pro"}]}"""])
        {
            var answer = await GoodAsync("POST", Identities, body);
            Assert.Equal(expected, answer.GetProperty("identifier").GetString());
            Assert.All(answer.GetProperty("traits").EnumerateArray(), trait => Assert.True(trait.GetProperty("transient").GetBoolean()));
            Assert.Equal(100, ValueOf(answer, "page_size").GetInt32());
        }

        Assert.Equal("[]", TraitsOf(await GetAsync(expected)));
    }

    [Fact]
    [Trait("Row", "48")]
    public async Task Anonymous_callers_without_traits_are_all_different()
    {
        var identifiers = new HashSet<string?>();
        for (var i = 0; i < 5; i++) identifiers.Add((await GoodAsync("POST", Identities, "{}")).GetProperty("identifier").GetString());
        Assert.Equal(5, identifiers.Count);
        Assert.All(identifiers, identifier => Assert.Matches("^[0-9a-f]{32}$", identifier));
    }

    [Fact]
    [Trait("Row", "49, 50, 51")]
    public async Task Transient_requests_and_traits_use_what_is_stored_and_store_nothing()
    {
        await PostAsync("shadow", """{"trait_key":"plan","trait_value":"free"},{"trait_key":"kept","trait_value":1}""");
        const string stored = """[{"trait_key":"plan","trait_value":"free","transient":false},{"trait_key":"kept","trait_value":1,"transient":false}]""";
        var trait = await PostAsync("shadow", """{"trait_key":"plan","trait_value":"pro","transient":true}""");
        Assert.Equal(100, ValueOf(trait, "page_size").GetInt32());
        Assert.Equal("""[{"trait_key":"plan","trait_value":"pro","transient":true},{"trait_key":"kept","trait_value":1,"transient":false}]""", TraitsOf(trait));
        Assert.Equal(stored, TraitsOf(await GetAsync("shadow")));
        var request = await GoodAsync("POST", Identities, """{"identifier":"shadow","transient":true,"traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        Assert.Equal(100, ValueOf(request, "page_size").GetInt32());
        Assert.Equal(stored, TraitsOf(await GetAsync("shadow")));
        var overridden = await GoodAsync("POST", Identities, """{"identifier":"guidon-demo","transient":true}""");
        Assert.Equal("Hello, demo!", ValueOf(overridden, "banner_text").GetString());
    }

    [Fact]
    [Trait("Row", "52, 53")]
    public async Task Null_deletes_a_stored_trait_and_is_ignored_for_an_unknown_one()
    {
        await PostAsync("deleted", """{"trait_key":"plan","trait_value":"pro"},{"trait_key":"kept","trait_value":1}""");
        var answer = await PostAsync("deleted", """{"trait_key":"plan","trait_value":null},{"trait_key":"unknown","trait_value":null}""");
        Assert.Equal("""[{"trait_key":"kept","trait_value":1,"transient":false}]""", TraitsOf(answer));
        Assert.Equal(20, ValueOf(answer, "page_size").GetInt32());
        Assert.Equal("""[{"trait_key":"kept","trait_value":1,"transient":false}]""", TraitsOf(await GetAsync("deleted")));
    }

    [Theory]
    [Trait("Row", "56, 57, 58")]
    [InlineData(200, 2_000, 2_000, HttpStatusCode.OK)]
    [InlineData(201, 1, 1, HttpStatusCode.BadRequest)]
    [InlineData(1, 2_001, 1, HttpStatusCode.BadRequest)]
    [InlineData(1, 1, 2_001, HttpStatusCode.BadRequest)]
    public async Task Keys_values_and_identifiers_have_their_limits(int key, int value, int identifier, HttpStatusCode expected) =>
        await Server.ExpectAsync(expected, "POST", Identities, Server.ClientKey,
            $$"""{"identifier":"{{new string('i', identifier)}}","traits":[{"trait_key":"{{new string('k', key)}}","trait_value":"{{new string('v', value)}}"}]}""");

    [Fact]
    [Trait("Row", "62")]
    public async Task Fifty_requests_at_once_that_add_different_traits_lose_none()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => PostAsync("crowded", $$"""{"trait_key":"k{{i}}","trait_value":{{i}}}""")));
        Assert.Equal(50, (await GetAsync("crowded")).GetProperty("traits").GetArrayLength());
    }

    [Fact]
    [Trait("Row", "63")]
    public async Task Flags_follow_the_trait_that_was_just_sent()
    {
        foreach (var (plan, size) in new[] { ("pro", 100), ("free", 20), ("pro", 100) })
        {
            Assert.Equal(size, ValueOf(await PostAsync("reader", $$"""{"trait_key":"plan","trait_value":"{{plan}}"}"""), "page_size").GetInt32());
        }
    }

    /// <summary>The bodies that the official SDKs send, byte by byte, and what they demand of the answer.</summary>
    [Theory]
    [Trait("Row", "106")]
    [InlineData("js", """{"identifier":"sdk","transient":null,"traits":[{"trait_key":"plan","trait_value":"pro","transient":false}]}""")]
    [InlineData("nodejs", """{"identifier":"sdk","traits":[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"t","trait_value":1,"transient":true}]}""")]
    [InlineData("dotnet", """{"identifier":"sdk","traits":[{"trait_key":"plan","trait_value":"pro","transient":false}],"transient":false}""")]
    [InlineData("dotnet", """{"identifier":"sdk-none","traits":null,"transient":false}""")]
    [InlineData("python", """{"identifier":"sdk","traits":[{"trait_key":"plan","trait_value":"pro"}],"transient":true}""")]
    [InlineData("go", """{"identifier":"sdk","traits":[{"trait_key":"plan","trait_value":"pro"}],"transient":true}""")]
    [InlineData("java", """{"identifier":"sdk","traits":[{"trait_key":"plan","trait_value":"pro"}]}""")]
    [InlineData("kotlin", """{"identifier":"sdk","traits":[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"age","trait_value":"30"}],"transient":true}""")]
    [InlineData("old", """{"identifier":"sdk","identity":{"id":5},"id":1,"traits":[{"id":9,"identity":{},"trait_key":"plan","trait_value":"pro"}]}""")]
    public async Task The_request_of_each_sdk_gets_what_that_sdk_reads(string sdk, string body)
    {
        using var request = Server.Request(HttpMethod.Post, Identities, Server.ClientKey, body);
        request.Headers.TryAddWithoutValidation("User-Agent", $"flagsmith-{sdk}-sdk/unknown");
        request.Headers.TryAddWithoutValidation("Flagsmith-SDK-User-Agent", $"flagsmith-{sdk}-sdk/1.0");
        using var answer = await Server.Http.SendAsync(request);
        // Exactly 200: one of them takes nothing else.
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.All(json.GetProperty("traits").EnumerateArray(), trait => Assert.Contains(trait.GetProperty("transient").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]));
        Assert.Equal(body.Contains("pro") ? 100 : 20, ValueOf(json, "page_size").GetInt32());
    }

    private Task<JsonElement> GetAsync(string identifier) => GoodAsync("GET", $"{Identities}?identifier={Uri.EscapeDataString(identifier)}");

    private Task<JsonElement> PostAsync(string identifier, string traits) => GoodAsync("POST", Identities, $$"""{"identifier":"{{identifier}}","traits":[{{traits}}]}""");

    private Task<JsonElement> GoodAsync(string method, string path, string? body = null) => Server.ExpectAsync(HttpStatusCode.OK, method, path, Server.ClientKey, body);

    private static string TraitsOf(JsonElement answer) => answer.GetProperty("traits").GetRawText();

    private static JsonElement ValueOf(JsonElement answer, string feature) =>
        answer.GetProperty("flags").EnumerateArray().Single(flag => flag.GetProperty("feature").GetProperty("name").GetString() == feature).GetProperty("feature_state_value");
}
