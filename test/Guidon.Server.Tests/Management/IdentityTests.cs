using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Identities with their overrides and traits, as operators and the command line see them.</summary>
public class IdentityTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    private string Identities => $"api/v1/environments/{Server.ClientKey}/identities/";

    [Theory]
    [InlineData("space and + plus")]
    [InlineData("slash/in/it")]
    [InlineData("Grüße 🙂")]
    [InlineData("100%_sure\\")]
    [InlineData("quo\"ted")]
    public async Task An_identity_of_any_name_is_found_by_its_whole_name_alone(string identifier)
    {
        var created = await CreateAsync(identifier);
        await CreateAsync(identifier + " more");
        Assert.Equal([identifier], await FoundAsync($"\"{identifier}\""));
        Assert.Equal([identifier, identifier + " more"], await FoundAsync(identifier));
        Assert.Equal(identifier, Text(await GetAsync($"{Identities}{Id(created)}/"), "identifier"));
        var errors = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Identities, JsonSerializer.Serialize(new { identifier }));
        Assert.Equal(["identifier", "code"], errors.EnumerateObject().Select(each => each.Name));
    }

    [Fact]
    public async Task Every_flag_of_an_identity_says_what_decided()
    {
        await Server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", Server.ClientKey, """{"identifier":"decided","traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        var path = $"{Identities}{Id((await GetAsync(Identities + "?q=%22decided%22")).GetProperty("results")[0])}/featurestates/";
        var banner = (await Server.FeatureAsync("banner_text")).GetProperty("id");
        var made = await Server.ManageAsync(HttpStatusCode.Created, "POST", path, $$"""{"feature":{{banner}},"enabled":true,"feature_state_value":"only you"}""");
        Assert.Equal(made.GetRawText(), Assert.Single((await GetAsync(path)).GetProperty("results").EnumerateArray()).GetRawText());
        Assert.Equal("decided", Text(made.GetProperty("identity"), "identifier"));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", path, $$"""{"feature":{{banner}},"enabled":true}""");

        var all = (await GetAsync(path + "all/")).EnumerateArray().ToDictionary(each => Text(each.GetProperty("feature"), "name"));
        Assert.Equal(("IDENTITY", "only you"), (Text(all["banner_text"], "overridden_by"), Text(all["banner_text"], "feature_state_value")));
        Assert.Equal(("SEGMENT", "pro_customers", 100), (Text(all["page_size"], "overridden_by"), Text(all["page_size"].GetProperty("segment"), "name"), all["page_size"].GetProperty("feature_state_value").GetInt32()));
        var button = (await Server.FeatureAsync("checkout_button")).GetProperty("environment_feature_state").GetProperty("id");
        var shares = (await GetAsync($"api/v1/environments/{Server.ClientKey}/featurestates/{button}/")).GetProperty("multivariate_feature_state_values");
        Assert.NotEmpty(shares.EnumerateArray());
        Assert.Equal(shares.GetRawText(), all["checkout_button"].GetProperty("multivariate_feature_state_values").GetRawText());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (all["dark_mode"].GetProperty("overridden_by").ValueKind, all["dark_mode"].GetProperty("segment").ValueKind));
        await Server.ManageAsync(HttpStatusCode.Created, "POST", path, $$"""{"feature":{{(await Server.FeatureAsync("page_size")).GetProperty("id")}},"enabled":false}""");
        Assert.Equal("IDENTITY", Text((await GetAsync(path + "all/")).EnumerateArray().Single(each => Text(each.GetProperty("feature"), "name") == "page_size"), "overridden_by"));

        Assert.Equal("only you", await ServedAsync("decided"));
        await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{path}{Id(made)}/", """{"feature_state_value":"still you"}""");
        Assert.Equal("still you", await ServedAsync("decided"));
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{path}{Id(made)}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{path}{Id(made)}/");
        Assert.Equal("Welcome!", await ServedAsync("decided"));
    }

    [Fact]
    public async Task A_value_for_one_identity_counts_also_where_the_feature_has_variants()
    {
        var identity = Id(await CreateAsync("picked"));
        var button = (await Server.FeatureAsync("checkout_button")).GetProperty("id");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{Identities}{identity}/featurestates/", $$"""{"feature":{{button}},"enabled":true,"feature_state_value":"violet"}""");
        Assert.Equal("violet", await ServedAsync("picked", "checkout_button"));
    }

    [Fact]
    public async Task Ids_of_identities_and_traits_may_be_larger_than_32_bits()
    {
        var id = Id(await CreateAsync("far"));
        await Server.SqlAsync($"UPDATE identity SET id = 3000000000 WHERE id = {id}");
        var trait = Id(await Server.ManageAsync(HttpStatusCode.Created, "POST", Identities + "3000000000/traits/", """{"trait_key":"plan","trait_value":"pro"}"""));
        await Server.SqlAsync($"UPDATE trait SET id = 3000000001 WHERE id = {trait}");

        Assert.Equal("far", Text(await Server.ManageAsync(HttpStatusCode.OK, "GET", Identities + "3000000000/"), "identifier"));
        Assert.Equal("plan", Text(await Server.ManageAsync(HttpStatusCode.OK, "GET", Identities + "3000000000/traits/3000000001/"), "trait_key"));
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", Identities + "3000000002/");
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", Identities + "3000000000/");
    }

    [Fact]
    public async Task Traits_have_a_column_per_type_and_decide_at_once()
    {
        var traits = $"{Identities}{Id(await CreateAsync("traited"))}/traits/";
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=traited", Server.ClientKey);   // it is cached now
        var plan = await Server.ManageAsync(HttpStatusCode.Created, "POST", traits, """{"trait_key":"plan","value_type":"unicode","string_value":"pro"}""");
        Assert.Equal("100", await ServedAsync("traited", "page_size"));
        foreach (var (body, type, column) in ((string, string, string)[])[
            ("""{"trait_key":"age","value_type":"int","integer_value":41}""", "int", "integer_value"), ("""{"trait_key":"score","value_type":"float","float_value":7}""", "float", "float_value"),
            ("""{"trait_key":"beta","value_type":"bool","boolean_value":true}""", "bool", "boolean_value"), ("""{"trait_key":"city","trait_value":"Köln"}""", "unicode", "string_value")])
        {
            var made = await Server.ManageAsync(HttpStatusCode.Created, "POST", traits, body);
            Assert.Equal((type, true), (Text(made, "value_type"), made.GetProperty(column).ValueKind != JsonValueKind.Null));
            Assert.Equal(made.GetRawText(), (await GetAsync($"{traits}{Id(made)}/")).GetRawText());
        }

        Assert.Equal(5, (await GetAsync(traits)).GetProperty("count").GetInt32());
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{traits}{Id(plan)}/", """{"string_value":"free"}""");
        Assert.Equal("20", await ServedAsync("traited", "page_size"));
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{traits}{Id(plan)}/");
        Assert.Equal(4, (await GetAsync(traits)).GetProperty("count").GetInt32());
        var errors = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", traits, $$"""{"trait_key":"{{new string('k', 201)}}","value_type":"colour"}""");
        Assert.Equal(["code", "trait_key", "value_type"], errors.EnumerateObject().Select(each => each.Name).Order());
    }

    [Fact]
    public async Task A_trait_has_the_date_of_its_first_value_and_none_where_nobody_knows_it()
    {
        var before = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(-1);
        await SendAsync("pro");
        var traits = $"{Identities}{Id((await GetAsync(Identities + "?q=%22dated%22")).GetProperty("results")[0])}/traits/";
        var first = (await GetAsync(traits)).GetProperty("results")[0];
        Assert.InRange(first.GetProperty("created_date").GetDateTime(), before, TimeProvider.System.GetUtcNow().UtcDateTime);

        await SendAsync("free");
        var second = await GetAsync($"{traits}{Id(first)}/");
        Assert.Equal(("free", Text(first, "created_date")), (Text(second, "string_value"), Text(second, "created_date")));
        var byHand = await Server.ManageAsync(HttpStatusCode.Created, "POST", traits, """{"trait_key":"city","trait_value":"Oslo"}""");
        Assert.InRange(byHand.GetProperty("created_date").GetDateTime(), first.GetProperty("created_date").GetDateTime(), TimeProvider.System.GetUtcNow().UtcDateTime);

        await Server.SqlAsync($"UPDATE trait SET created_at = NULL WHERE id = {Id(first)}");   // as all of before the upgrade
        Assert.Equal(JsonValueKind.Null, (await GetAsync($"{traits}{Id(first)}/")).GetProperty("created_date").ValueKind);

        Task SendAsync(string plan) => Server.ExpectAsync(
            HttpStatusCode.OK, "POST", "api/v1/identities/", Server.ClientKey, $$"""{"identifier":"dated","traits":[{"trait_key":"plan","trait_value":"{{plan}}"}]}""");
    }

    [Fact]
    public async Task A_trait_is_taken_from_all_identities_of_the_environment_when_that_is_asked_for()
    {
        foreach (var name in (string[])["all one", "all two"])
            await Server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", Server.ClientKey, $$"""{"identifier":"{{name}}","traits":[{"trait_key":"obsolete","trait_value":1},{"trait_key":"kept","trait_value":1}]}""");
        var one = $"{Identities}{Id((await GetAsync(Identities + "?q=%22all one%22")).GetProperty("results")[0])}/traits/";
        var trait = (await GetAsync(one)).GetProperty("results").EnumerateArray().Single(each => Text(each, "trait_key") == "obsolete");
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{one}{Id(trait)}/?deleteAllMatchingTraits=true");
        var two = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/identities/?identifier=all%20two", Server.ClientKey);
        Assert.Equal(["kept"], two.GetProperty("traits").EnumerateArray().Select(each => Text(each, "trait_key")));
        var records = (await GetAsync($"api/v1/environments/{Server.ClientKey}/audit/?search=trait deleted: obsolete")).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(2, records.Select(each => each.GetProperty("related_object_id").GetRawText()).Distinct().Count());   // one for each identity
    }

    [Fact]
    public async Task A_part_of_an_identifier_finds_it_in_its_own_environment_whatever_the_case_of_its_letters()
    {
        var other = Text(await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Elsewhere","project":1}"""), "api_key");
        string[] names = ["Part-Abc-1", "part-abc-2", "xPART-ABCx", "par-tabc", "Pärt-ÄBC 🙂🙃🙂"];
        foreach (var name in names) await CreateAsync(name);
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{other}/identities/", """{"identifier":"part-abc-elsewhere"}""");
        Assert.Equal(["Part-Abc-1", "part-abc-2", "xPART-ABCx"], await FoundAsync("part-abc"));
        Assert.Equal(["part-abc-2"], await FoundAsync("abc-2"));
        Assert.Equal(["Pärt-ÄBC 🙂🙃🙂"], await FoundAsync("-ÄBC 🙂🙃"));
        Assert.Equal(["xPART-ABCx"], await FoundAsync("Cx"));
        Assert.Empty(await FoundAsync("part_abc"));
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{Identities}{Id((await GetAsync(Identities + "?q=%22part-abc-2%22")).GetProperty("results")[0])}/", """{"identifier":"renamed-xyz"}""");
        Assert.Equal((0, 1), ((await FoundAsync("abc-2")).Count, (await FoundAsync("D-XYZ")).Count));
    }

    [Fact]
    public async Task A_renamed_identity_keeps_and_a_deleted_one_loses_its_traits_and_overrides()
    {
        var identity = Id(await CreateAsync("old name"));
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{Identities}{identity}/traits/", """{"trait_key":"plan","trait_value":"pro"}""");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{Identities}{identity}/featurestates/", $$"""{"feature":{{(await Server.FeatureAsync("banner_text")).GetProperty("id")}},"enabled":true,"feature_state_value":"mine"}""");
        await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{Identities}{identity}/", """{"identifier":"new name"}""");
        Assert.Equal(("mine", "100"), (await ServedAsync("new name"), await ServedAsync("new name", "page_size")));
        Assert.Equal("Welcome!", await ServedAsync("never seen"));
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Identities}{identity}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{Identities}{identity}/");
        Assert.Equal(("Welcome!", "20"), (await ServedAsync("new name"), await ServedAsync("new name", "page_size")));
    }

    [Fact]
    public async Task A_name_under_which_overrides_wait_for_an_identity_is_not_given_to_another()
    {
        // The sample project has an override for somebody who was never seen.
        var waiting = (await GetAsync($"api/v1/environments/{Server.ClientKey}/featurestates/?anyIdentity=1")).GetProperty("results").EnumerateArray()
            .Single(each => Text(each.GetProperty("identity"), "identifier") == "guidon-demo");
        var identity = Id(await CreateAsync("has its own"));
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"{Identities}{identity}/featurestates/", $$"""{"feature":{{waiting.GetProperty("feature")}},"enabled":true}""");

        var refused = await Server.ManageAsync(HttpStatusCode.BadRequest, "PUT", $"{Identities}{identity}/", """{"identifier":"guidon-demo"}""");

        Assert.Equal(["identifier", "code"], refused.EnumerateObject().Select(each => each.Name));
        await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{Identities}{identity}/", """{"identifier":"has its own"}""");
        await CreateAsync("guidon-demo");   // whom they wait for
    }

    private async Task<string> ServedAsync(string identifier, string feature = "banner_text")
    {
        var identity = await Server.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/identities/?identifier={Uri.EscapeDataString(identifier)}", Server.ClientKey);
        return identity.GetProperty("flags").EnumerateArray().Single(each => Text(each.GetProperty("feature"), "name") == feature).GetProperty("feature_state_value").ToString();
    }

    private async Task<List<string>> FoundAsync(string text) =>
        [.. (await GetAsync($"{Identities}?q={Uri.EscapeDataString(text)}&page_size=999")).GetProperty("results").EnumerateArray().Select(each => Text(each, "identifier"))];

    private Task<JsonElement> CreateAsync(string identifier) => Server.ManageAsync(HttpStatusCode.Created, "POST", Identities, JsonSerializer.Serialize(new { identifier }));

    private Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", path);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Id(JsonElement element) => element.GetProperty("id").GetRawText();
}
