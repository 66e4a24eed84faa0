using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>Segments with their rule trees, and what they change.</summary>
public sealed class SegmentTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Segments = "api/v1/projects/1/segments/";

    private const string Tree =
        """
        [{"type":"ALL","conditions":[],"rules":[
          {"type":"ANY","rules":[],"conditions":[{"property":"country","operator":"IN","value":"DE,FR"},{"property":"dropped","operator":"EQUAL","value":"x","delete":true}]},
          {"type":"NONE","conditions":[{"property":"age","operator":"LESS_THAN","value":18,"description":"of age"}]}]}]
        """;

    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task A_new_segment_keeps_its_tree_but_for_what_says_delete_and_reaches_sdks()
    {
        var created = await CreateAsync("adults", Tree);
        var rules = created.GetProperty("rules")[0].GetProperty("rules");
        Assert.Equal("country", Text(Assert.Single(rules[0].GetProperty("conditions").EnumerateArray()), "property"));
        var condition = rules[1].GetProperty("conditions")[0];
        Assert.Equal(("18", "of age", "LESS_THAN"), (Text(condition, "value"), Text(condition, "description"), Text(condition, "operator")));
        Assert.Equal(created.GetProperty("id").GetInt32(), created.GetProperty("version_of").GetInt32());
        Assert.Equal(created.GetRawText(), (await GetAsync($"{Segments}{Id(created)}/")).GetRawText());
        Assert.Equal(created.GetRawText(), (await GetAsync($"api/v1/segments/get-by-uuid/{Text(created, "uuid")}/")).GetRawText());
        var document = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", Server.ServerKey);
        var served = document.GetProperty("project").GetProperty("segments").EnumerateArray().Single(each => Text(each, "name") == "adults");
        Assert.Equal("country", Text(served.GetProperty("rules")[0].GetProperty("rules")[0].GetProperty("conditions")[0], "property_"));
    }

    [Fact]
    public async Task A_change_replaces_the_tree_and_keeps_the_id_and_what_it_does_not_name()
    {
        var created = await CreateAsync("changing", Tree);
        var changed = await Server.ManageAsync(HttpStatusCode.OK, "PUT", $"{Segments}{Id(created)}/", """{"name":"changed","project":1,"rules":[{"type":"ANY","conditions":[{"property":"a","operator":"IS_SET"}]}]}""");
        Assert.Equal((Id(created), "changed", "for tests", "ANY"), (Id(changed), Text(changed, "name"), Text(changed, "description"), Text(changed.GetProperty("rules")[0], "type")));
        changed = await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{Segments}{Id(created)}/", """{"description":null}""");
        Assert.Equal(("changed", "ANY", JsonValueKind.Null), (Text(changed, "name"), Text(changed.GetProperty("rules")[0], "type"), changed.GetProperty("description").ValueKind));
    }

    [Theory]
    [InlineData("""{"rules":[]}""", "name", "rules")]
    [InlineData("""{"name":"x"}""", "rules", "rules")]
    [InlineData("""{"name":"x","rules":[{"type":"SOME"}]}""", "rules", "type")]
    [InlineData("""{"name":"x","rules":[{"type":"ALL","conditions":[{"property":"a","operator":"LIKE","value":"b"}]}]}""", "rules", "operator")]
    [InlineData("""{"name":"x","rules":[{"type":"ALL","conditions":[{"property":"a","operator":"REGEX","value":"("}]}]}""", "rules", "regular expression")]
    [InlineData("""{"name":"x","rules":[{"type":"ALL","conditions":[{"property":"a","operator":"MODULO","value":"0|1"}]}]}""", "rules", "divisor")]
    [InlineData("""{"name":"x","rules":[{"type":"ALL","conditions":[{"operator":"PERCENTAGE_SPLIT","value":"101"}]}]}""", "rules", "from 0 to 100")]
    [InlineData("""{"name":"x","feature":77,"rules":[{"type":"ALL"}]}""", "feature", "77")]
    public async Task A_segment_that_breaks_a_rule_is_refused_where_it_breaks_it(string body, string field, string word)
    {
        var errors = await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Segments, body);
        Assert.Contains(word, errors.GetProperty(field).GetRawText() + errors.EnumerateObject().Last(each => each.Name != "code").Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_deep_and_many_have_their_limits_and_nothing_of_what_is_refused_is_stored()
    {
        var before = (await GetAsync(Segments)).GetProperty("count").GetInt32();
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Segments, Body("long", $$"""[{"type":"ALL","conditions":[{"property":"a","operator":"EQUAL","value":"{{new string('v', 1_001)}}"}]}]"""));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Segments, Body("many", $$"""[{"type":"ALL","conditions":[{{string.Join(',', Enumerable.Repeat("""{"property":"a","operator":"IS_SET"}""", 101))}}]}]"""));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Segments, Body("deep", Nested(11)));
        await Server.ManageAsync(HttpStatusCode.BadRequest, "POST", Segments, Body(new string('n', 2_001), Tree));
        Assert.Equal(before, (await GetAsync(Segments)).GetProperty("count").GetInt32());
        await Server.ManageAsync(HttpStatusCode.Created, "POST", Segments, Body("deepest", Nested(10)));

        static string Nested(int levels) =>
            string.Concat(Enumerable.Repeat("""[{"type":"ALL","rules":""", levels)) + "[]" + string.Concat(Enumerable.Repeat("}]", levels));
    }

    [Fact]
    public async Task Lists_look_for_names_for_members_and_leave_out_segments_of_one_feature()
    {
        var feature = (await Server.FeatureAsync("dark_mode")).GetProperty("id");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", Segments, $$"""{"name":"own of dark mode","feature":{{feature}},"rules":{{Tree}}}""");
        Assert.Equal(["own of dark mode"], await NamesAsync("?q=OF DARK"));
        Assert.Empty(await NamesAsync("?q=OF DARK&include_feature_specific=false"));
        await Server.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", Server.ClientKey, """{"identifier":"pro member","traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        var identity = (await GetAsync($"api/v1/environments/{Server.ClientKey}/identities/?q=%22pro member%22")).GetProperty("results")[0];
        Assert.Contains("pro_customers", await NamesAsync($"?identity={Id(identity)}"));
        Assert.DoesNotContain("own of dark mode", await NamesAsync($"?identity={Id(identity)}"));
    }

    [Fact]
    public async Task A_deleted_segment_takes_its_overrides_along_and_the_weaker_ones_move_up()
    {
        var feature = Id(await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", """{"name":"overridden"}"""));
        var (first, second) = (Id(await CreateAsync("first", Tree)), Id(await CreateAsync("second", Tree)));
        foreach (var segment in (string[])[first, second])
            await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/feature-segments/", $$"""{"feature":{{feature}},"segment":{{segment}},"environment":1}""");
        Assert.Equal([$"{feature} 1"], (await GetAsync($"{Segments}{first}/associated-features/?environment=1")).GetProperty("results").EnumerateArray()
            .Select(each => $"{each.GetProperty("feature")} {each.GetProperty("environment")}"));
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{Segments}{first}/");
        await Server.ManageAsync(HttpStatusCode.NotFound, "GET", $"{Segments}{first}/");
        var left = Assert.Single((await GetAsync($"api/v1/features/feature-segments/?environment=1&feature={feature}")).GetProperty("results").EnumerateArray());
        Assert.Equal((second, 0), (left.GetProperty("segment").GetRawText(), left.GetProperty("priority").GetInt32()));
    }

    [Fact]
    [Trait("Row", "69")]
    public async Task A_segment_of_one_feature_is_in_the_document_only_where_that_feature_uses_it()
    {
        var feature = Id(await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", """{"name":"with its own segment"}"""));
        var segment = Id(await Server.ManageAsync(HttpStatusCode.Created, "POST", Segments, $$"""{"name":"of one feature","feature":{{feature}},"rules":{{Tree}}}"""));
        Assert.DoesNotContain("of one feature", await ServedAsync());
        var link = await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/feature-segments/", $$"""{"feature":{{feature}},"segment":{{segment}},"environment":1}""");
        Assert.Contains("of one feature", await ServedAsync());
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/features/feature-segments/{Id(link)}/");
        Assert.DoesNotContain("of one feature", await ServedAsync());

        async Task<List<string>> ServedAsync()
        {
            var document = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", Server.ServerKey);
            return [.. document.GetProperty("project").GetProperty("segments").EnumerateArray().Select(each => Text(each, "name"))];
        }
    }

    private static string Body(string name, string rules) => $$"""{"name":"{{name}}","description":"for tests","project":1,"rules":{{rules}}}""";

    private Task<JsonElement> CreateAsync(string name, string rules) => Server.ManageAsync(HttpStatusCode.Created, "POST", Segments, Body(name, rules));

    private async Task<List<string>> NamesAsync(string query) => [.. (await GetAsync(Segments + query)).GetProperty("results").EnumerateArray().Select(each => Text(each, "name"))];

    private Task<JsonElement> GetAsync(string path) => Server.ManageAsync(HttpStatusCode.OK, "GET", path);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Id(JsonElement element) => element.GetProperty("id").GetRawText();
}
