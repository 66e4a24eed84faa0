using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>OFREP 0.3: one flag, all flags, their tags and their errors.</summary>
public sealed class OfrepRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Bulk = "ofrep/v1/evaluate/flags";
    private const string Nobody = """{"context":{}}""";

    private GuidonProcess Server => fixture.Server;

    [Theory]
    [Trait("Row", "109")]
    [InlineData("dark_mode", """{"targetingKey":"a"}""", """{"key":"dark_mode","value":true,"reason":"STATIC","metadata":{"featureId":1,"enabled":true}}""")]
    [InlineData("page_size", """{"targetingKey":"a"}""", """{"key":"page_size","value":20,"reason":"STATIC","metadata":{"featureId":5,"enabled":true}}""")]
    [InlineData("page_size", """{"targetingKey":"a","plan":"pro"}""", """{"key":"page_size","value":100,"reason":"TARGETING_MATCH","metadata":{"featureId":5,"enabled":true,"segment":"pro_customers"}}""")]
    [InlineData("page_size", """{"targetingKey":"a","plan":"free","traits":{"plan":"pro"}}""", """{"key":"page_size","value":100,"reason":"TARGETING_MATCH","metadata":{"featureId":5,"enabled":true,"segment":"pro_customers"}}""")]
    [InlineData("page_size", """{"targetingKey":"a","plan":null,"list":["pro"],"object":{"plan":"pro"}}""", """{"key":"page_size","value":20,"reason":"STATIC","metadata":{"featureId":5,"enabled":true}}""")]
    [InlineData("page_size", """{"targetingKey":"","plan":"pro"}""", """{"key":"page_size","value":20,"reason":"STATIC","metadata":{"featureId":5,"enabled":true}}""")]
    [InlineData("banner_text", """{"targetingKey":"guidon-demo"}""", """{"key":"banner_text","value":"Hello, demo!","reason":"TARGETING_MATCH","metadata":{"featureId":4,"enabled":true,"segment":"identity_overrides"}}""")]
    [InlineData("checkout_button", "{}", """{"key":"checkout_button","value":"green","reason":"STATIC","metadata":{"featureId":8,"enabled":true}}""")]
    public async Task A_flag_is_answered_as_a_success(string flag, string context, string expected) =>
        Assert.Equal(expected, (await GoodAsync($"{Bulk}/{flag}", $$"""{"context":{{context}}}""")).GetRawText());

    [Fact]
    [Trait("Row", "114")]
    public async Task A_flag_that_is_off_is_disabled_and_has_a_value_only_when_it_is_nothing_but_a_switch()
    {
        Assert.Equal("""{"key":"old_search","reason":"DISABLED","metadata":{"featureId":3,"enabled":false}}""", (await GoodAsync($"{Bulk}/old_search", Nobody)).GetRawText());
        Assert.Equal("""{"key":"new_dashboard","value":false,"reason":"DISABLED","metadata":{"featureId":2,"enabled":false}}""", (await GoodAsync($"{Bulk}/new_dashboard", Nobody)).GetRawText());
    }

    [Fact]
    public async Task A_variant_is_told_with_its_weight()
    {
        var variants = new HashSet<string>();
        for (var i = 0; i < 60; i++)
        {
            var answer = await GoodAsync($"{Bulk}/checkout_button", $$$"""{"context":{"targetingKey":"user-{{{i}}}"}}""");
            var variant = answer.GetProperty("variant").GetString() ?? "";
            variants.Add(variant);
            Assert.Equal(variant == "control" ? "green" : variant, answer.GetProperty("value").GetString());
            Assert.Equal(variant == "control" ? "STATIC" : "SPLIT", answer.GetProperty("reason").GetString());
            if (variant != "control") Assert.Equal(variant == "blue" ? 30 : 20, answer.GetProperty("metadata").GetProperty("weight").GetInt32());
        }

        Assert.Equal(["blue", "control", "red"], variants.Order());
    }

    [Theory]
    [Trait("Row", "110")]
    [InlineData("nobody")]
    [InlineData("Dark_Mode")]
    [InlineData("fraud_rules")]
    [InlineData("a b/中%41")]
    public async Task A_flag_that_is_unknown_or_hidden_is_404_with_its_key(string flag)
    {
        var (status, answer) = await AskAsync($"{Bulk}/{Uri.EscapeDataString(flag)}", Nobody);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal((flag, "FLAG_NOT_FOUND"), (answer.GetProperty("key").GetString(), answer.GetProperty("errorCode").GetString()));
    }

    [Fact]
    public async Task All_flags_agree_with_each_single_one_and_with_the_identities_endpoint()
    {
        const string context = """{"context":{"targetingKey":"agree","plan":"pro"}}""";
        var all = (await GoodAsync(Bulk, context)).GetProperty("flags").EnumerateArray().ToList();
        Assert.Equal(7, all.Count);
        foreach (var flag in all)
        {
            Assert.True(JsonElement.DeepEquals(flag, await GoodAsync($"{Bulk}/{flag.GetProperty("key").GetString()}", context)));
        }

        var identity = await Server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", Server.ClientKey, """{"identifier":"agree","transient":true,"traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        Assert.Equal(
            identity.GetProperty("flags").EnumerateArray().Select(flag => (flag.GetProperty("feature").GetProperty("name").GetString(), flag.GetProperty("enabled").GetBoolean())),
            all.Select(flag => (flag.GetProperty("key").GetString(), flag.GetProperty("metadata").GetProperty("enabled").GetBoolean())));
    }

    [Theory]
    [Trait("Row", "111, 112")]
    [InlineData("""{"context":{"targetingKey":"tagged"}}""")]
    [InlineData(Nobody)]
    public async Task All_flags_are_304_for_who_names_their_tag_and_200_for_another_context(string body)
    {
        var tag = (await SendAsync(Bulk, body, tag: null)).Tag ?? throw new InvalidOperationException("no ETag");
        var again = await SendAsync(Bulk, body, tag.ToString());
        Assert.Equal((HttpStatusCode.NotModified, tag, ""), (again.Status, again.Tag, again.Text));
        var other = await SendAsync(Bulk, """{"context":{"targetingKey":"tagged","plan":"pro"}}""", tag.ToString());
        Assert.Equal(HttpStatusCode.OK, other.Status);
        Assert.NotEqual(tag, other.Tag);
    }

    [Theory]
    [Trait("Row", "113")]
    [InlineData("{", "PARSE_ERROR")]
    [InlineData("", "PARSE_ERROR")]
    [InlineData("{\"context\":{\"a\":\"\\ud800\"}}", "PARSE_ERROR")]
    [InlineData("{} x", "PARSE_ERROR")]
    [InlineData("{}", "INVALID_CONTEXT")]
    [InlineData("[]", "INVALID_CONTEXT")]
    [InlineData("null", "INVALID_CONTEXT")]
    [InlineData("""{"context":null}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":"a"}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"targetingKey":5}}""", "INVALID_CONTEXT")]
    [InlineData("""{"context":{"targetingKey":"\u0000"}}""", "INVALID_CONTEXT")]
    public async Task A_body_that_makes_no_sense_is_400_with_the_codes_of_the_protocol(string body, string code)
    {
        var (status, single) = await AskAsync($"{Bulk}/dark_mode", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(("dark_mode", code), (single.GetProperty("key").GetString(), single.GetProperty("errorCode").GetString()));
        var (bulkStatus, bulk) = await AskAsync(Bulk, body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (bulkStatus, bulk.GetProperty("errorCode").GetString()));
        Assert.False(bulk.TryGetProperty("key", out _));
    }

    [Fact]
    [Trait("Row", "115")]
    public async Task No_key_is_401_and_a_wrong_one_is_403()
    {
        foreach (var path in (string[])[Bulk, $"{Bulk}/dark_mode"])
        {
            await Server.ExpectAsync(HttpStatusCode.Unauthorized, "POST", path, key: null, Nobody);
            await Server.ExpectAsync(HttpStatusCode.Forbidden, "POST", path, "unknown", Nobody);
        }
    }

    [Fact]
    public async Task A_key_is_taken_from_each_of_its_three_places()
    {
        foreach (var (name, value) in new[] { ("X-API-Key", Server.ServerKey), ("Authorization", $"Bearer {Server.ServerKey}"), ("X-Environment-Key", Server.ServerKey) })
        {
            using var request = Server.Request(HttpMethod.Post, Bulk, key: null, Nobody);
            request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await Server.Http.SendAsync(request);
            Assert.Contains("fraud_rules", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Stored_traits_take_part_and_nothing_that_was_sent_is_stored()
    {
        await Server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/traits/", Server.ClientKey, """{"identity":{"identifier":"stored"},"trait_key":"plan","trait_value":"pro"}""");
        Assert.Equal(100, (await GoodAsync($"{Bulk}/page_size", """{"context":{"targetingKey":"stored","other":1}}""")).GetProperty("value").GetInt32());
        await GoodAsync(Bulk, """{"context":{"targetingKey":"stored","plan":"free","other":1}}""");
        var identity = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=stored&transient=true", Server.ClientKey);
        Assert.Equal("""[{"trait_key":"plan","trait_value":"pro","transient":false}]""", identity.GetProperty("traits").GetRawText());
    }

    private async Task<JsonElement> GoodAsync(string path, string body)
    {
        var (status, answer) = await AskAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {answer}");
        return answer;
    }

    private Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(string path, string body) => Server.AskAsync("POST", path, Server.ClientKey, body);

    private async Task<(HttpStatusCode Status, EntityTagHeaderValue? Tag, string Text)> SendAsync(string path, string body, string? tag)
    {
        using var request = Server.Request(HttpMethod.Post, path, Server.ClientKey, body);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await Server.Http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.ETag, await answer.Content.ReadAsStringAsync());
    }
}
