using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>The endpoints that store traits, and the ones with an identifier in the path.</summary>
public sealed class TraitRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Traits = "api/v1/traits/";
    private const string Bulk = "api/v1/traits/bulk/";
    private const string Increment = "api/v1/traits/increment-value/";

    private GuidonProcess Server => fixture.Server;

    [Theory]
    [Trait("Row", "64")]
    [InlineData("\"pro\"")]
    [InlineData("12")]
    [InlineData("1.0")]
    [InlineData("true")]
    public async Task One_trait_is_stored_and_echoed_with_its_identity(string value)
    {
        var answer = await GoodAsync("POST", Traits, $$"""{"identity":{"identifier":"one"},"trait_key":"k","trait_value":{{value}}}""");
        Assert.Equal($$"""{"identity":{"identifier":"one"},"trait_value":{{value}},"trait_key":"k"}""", answer.GetRawText());
        Assert.Equal([("k", value)], await TraitsOfAsync("one"));
    }

    [Theory]
    [InlineData("""{"trait_key":"k","trait_value":1}""", "identity")]
    [InlineData("""{"identity":{},"trait_key":"k","trait_value":1}""", "identity")]
    [InlineData("""{"identity":"a","trait_key":"k","trait_value":1}""", "identity")]
    [InlineData("""{"identity":{"identifier":"  "},"trait_key":"k","trait_value":1}""", "identity")]
    [InlineData("""{"identity":{"identifier":"a"},"trait_value":1}""", "trait_key")]
    [InlineData("""{"identity":{"identifier":"a"},"trait_key":"","trait_value":1}""", "trait_key")]
    [InlineData("""{"identity":{"identifier":"a"},"trait_key":"k"}""", "trait_value")]
    [InlineData("""{"identity":{"identifier":"a"},"trait_key":"k","trait_value":null}""", "trait_value")]
    [InlineData("[]", "non_field_errors")]
    [InlineData("12", "non_field_errors")]
    public async Task A_trait_that_is_not_whole_is_400_and_named(string body, string field) =>
        Assert.True((await BadAsync("POST", Traits, body)).TryGetProperty(field, out _));

    [Fact]
    [Trait("Row", "65")]
    public async Task A_list_of_traits_stores_for_several_identities_and_null_deletes()
    {
        await GoodAsync("POST", Traits, """{"identity":{"identifier":"left"},"trait_key":"old","trait_value":1}""");
        const string body = """
            [{"identity":{"identifier":"left"},"trait_value":null,"trait_key":"old"},{"identity":{"identifier":"right"},"trait_value":"x","trait_key":"a"},{"identity":{"identifier":"left"},"trait_value":2,"trait_key":"new"}]
            """;
        var answer = await GoodAsync("PUT", Bulk, body);
        Assert.Equal(body.Trim(), answer.GetRawText());
        Assert.Equal([("new", "2")], await TraitsOfAsync("left"));
        Assert.Equal([("a", "\"x\"")], await TraitsOfAsync("right"));
    }

    [Fact]
    public async Task One_bad_trait_in_a_list_keeps_its_place_and_nothing_is_stored()
    {
        var answer = await BadAsync("PUT", Bulk, """[{"identity":{"identifier":"none"},"trait_key":"k","trait_value":1},{"identity":{"identifier":"none"},"trait_value":1}]""");
        Assert.Equal("{}", answer[0].GetRawText());
        Assert.Equal("This field is required.", answer[1].GetProperty("trait_key")[0].GetString());
        Assert.Empty(await TraitsOfAsync("none"));
        await BadAsync("PUT", Bulk, "{}");
    }

    [Fact]
    [Trait("Row", "66")]
    public async Task An_increment_starts_at_0_and_refuses_what_is_no_whole_number()
    {
        var first = await GoodAsync("POST", Increment, """{"trait_key":"visits","increment_by":2,"identifier":"counted"}""");
        Assert.Equal("""{"trait_key":"visits","trait_value":2,"identifier":"counted"}""", first.GetRawText());
        Assert.Equal(-3, (await GoodAsync("POST", Increment, """{"trait_key":"visits","increment_by":-5,"identifier":"counted"}""")).GetProperty("trait_value").GetInt64());
        await GoodAsync("POST", Traits, """{"identity":{"identifier":"counted"},"trait_key":"text","trait_value":"many"}""");
        var refused = await BadAsync("POST", Increment, """{"trait_key":"text","increment_by":1,"identifier":"counted"}""");
        Assert.Equal("""["Trait is not an integer."]""", refused.GetRawText());
        Assert.True((await BadAsync("POST", Increment, """{"trait_key":"visits","increment_by":1.5,"identifier":"counted"}""")).TryGetProperty("increment_by", out _));
    }

    [Fact]
    public async Task Fifty_increments_at_once_all_count()
    {
        const string body = """{"trait_key":"visits","increment_by":1,"identifier":"busy"}""";
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GoodAsync("POST", Increment, body)));
        Assert.Equal([("visits", "50")], await TraitsOfAsync("busy"));
    }

    [Fact]
    public async Task The_deprecated_paths_take_any_identifier_percent_encoded()
    {
        const string identifier = "a b/中@+%41.x";
        var path = $"api/v1/identities/{Uri.EscapeDataString(identifier)}/";
        await GoodAsync("POST", path + "traits/plan", """{"trait_value":"pro"}""");
        Assert.Equal([("plan", "\"pro\"")], await TraitsOfAsync(identifier));
        var answer = await GoodAsync("GET", path);
        Assert.Equal(["pro_customers"], answer.GetProperty("segments").EnumerateArray().Select(each => each.GetProperty("name").GetString()).Except(["early_access"]));
        Assert.Equal("plan", answer.GetProperty("traits")[0].GetProperty("trait_key").GetString());
        var flags = await GoodAsync("GET", $"api/v1/flags/{Uri.EscapeDataString(identifier)}");
        Assert.True(JsonElement.DeepEquals(flags, answer.GetProperty("flags")));
        Assert.Equal("Trait value not provided", (await BadAsync("POST", path + "traits/plan", "{}")).GetProperty("detail").GetString());
        await BadAsync("GET", $"api/v1/flags/{new string('x', 2_001)}");
    }

    [Fact]
    public async Task Many_identities_are_taken_in_one_request()
    {
        var entries = string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"identifier":"bulk-{{i}}","traits":[{"trait_key":"n","trait_value":{{i}}}]}"""));
        Assert.Equal("[]", (await Server.ExpectAsync(HttpStatusCode.Created, "POST", "api/v1/bulk-identities/", Server.ServerKey, $$"""{"data":[{{entries}}]}""")).GetRawText());
        Assert.Equal([("n", "0")], await TraitsOfAsync("bulk-0"));
        Assert.Equal([("n", "99")], await TraitsOfAsync("bulk-99"));
    }

    [Fact]
    public async Task Of_one_identity_in_many_entries_the_last_wins_and_transient_ones_store_nothing()
    {
        const string body = """
            {"data":[{"identifier":"twice","traits":[{"trait_key":"n","trait_value":1}]},{"identifier":"twice","traits":[{"trait_key":"n","trait_value":2}]},
              {"identifier":"ghost","transient":true,"traits":[{"trait_key":"n","trait_value":1}]}]}
            """;
        await Server.ExpectAsync(HttpStatusCode.Created, "POST", "api/v1/bulk-identities/", Server.ClientKey, body);
        Assert.Equal([("n", "2")], await TraitsOfAsync("twice"));
        Assert.Empty(await TraitsOfAsync("ghost"));
    }

    [Fact]
    public async Task One_bad_entry_among_many_identities_keeps_its_place_and_nothing_is_stored()
    {
        var answer = await BadAsync("POST", "api/v1/bulk-identities/", """{"data":[{"identifier":"fine","traits":[{"trait_key":"n","trait_value":1}]},{},{"identifier":"x","traits":5}]}""");
        var data = answer.GetProperty("data");
        Assert.Equal(("{}", true, true), (data[0].GetRawText(), data[1].TryGetProperty("identifier", out _), data[2].TryGetProperty("traits", out _)));
        Assert.Empty(await TraitsOfAsync("fine"));
        foreach (var bad in (string[])["{}", """{"data":null}""", """{"data":{}}""", $$"""{"data":[{{string.Join(',', Enumerable.Repeat("""{"identifier":"x"}""", 101))}}]}"""])
        {
            Assert.True((await BadAsync("POST", "api/v1/bulk-identities/", bad)).TryGetProperty("data", out _));
        }
    }

    private async Task<(string?, string)[]> TraitsOfAsync(string identifier)
    {
        var answer = await GoodAsync("GET", $"api/v1/identities/?transient=true&identifier={Uri.EscapeDataString(identifier)}");
        return [.. answer.GetProperty("traits").EnumerateArray().Select(trait => (trait.GetProperty("trait_key").GetString(), trait.GetProperty("trait_value").GetRawText()))];
    }

    private Task<JsonElement> GoodAsync(string method, string path, string? body = null) => Server.ExpectAsync(HttpStatusCode.OK, method, path, Server.ClientKey, body);

    private Task<JsonElement> BadAsync(string method, string path, string? body = null) => Server.ExpectAsync(HttpStatusCode.BadRequest, method, path, Server.ClientKey, body);
}
