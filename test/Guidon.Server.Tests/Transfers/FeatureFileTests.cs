using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Transfers;

/// <summary>The file of one environment's features, as Flagsmith's dashboard exports and imports it.</summary>
public sealed class FeatureFileTests
{
    [Fact]
    public async Task An_export_comes_back_equal_with_both_strategies_and_only_the_destructive_one_sets_what_exists()
    {
        await using var server = await GuidonProcess.StartAsync();
        var made = await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/create-feature-export/", """{"environment_id":1,"tag_ids":[]}""");
        var file = await server.Management.GetStringAsync($"api/v1/features/download-feature-export/{made.GetProperty("id")}/");
        Assert.Equal("SUCCESS", made.GetProperty("status").GetString());
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/__future__/environments/{server.ClientKey}/features/1/", """{"environment_default":{"enabled":false}}""");
        var changed = await ExportAsync(server);

        await ImportAsync(server, file, "SKIP");
        Assert.Equal(changed, await ExportAsync(server));
        await ImportAsync(server, file, "OVERWRITE_DESTRUCTIVE");

        Assert.Equal(file, await ExportAsync(server));
        var project = await server.ExportAsync(1);
        Assert.All(project["environments"]![0]!["feature_states"]!.AsArray(), state => Assert.True(state!["segment"] is null && state["identity"] is null));
        var list = await server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/projects/1/feature-imports/");
        Assert.Equal(["SKIP", "OVERWRITE_DESTRUCTIVE"], list.GetProperty("results").EnumerateArray().Select(each => each.GetProperty("strategy").GetString()));
    }

    [Fact]
    public async Task A_feature_that_does_not_exist_is_made_in_the_project_with_its_defaults()
    {
        await using var server = await GuidonProcess.StartAsync();
        const string File = """[{"name":"brand_new","default_enabled":true,"is_server_key_only":false,"initial_value":"v1","value":"v2","type":"unicode","enabled":false,"multivariate":[{"percentage_allocation":20.0,"default_percentage_allocation":10.0,"value":"v3","type":"unicode"}]}]""";

        await ImportAsync(server, File, "SKIP");

        var feature = (await server.ExportAsync(1))["features"]!.AsArray().Single(each => (string?)each!["name"] == "brand_new");
        Assert.Equal("v1", (string?)feature!["initial_value"]);
        Assert.Contains("\"brand_new\"", await ExportAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destructive_file_leaves_other_environments_alone_and_variants_that_it_does_not_name_get_nothing()
    {
        await using var server = await GuidonProcess.StartAsync();
        var production = (await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Production","project":1}""")).GetProperty("id").GetInt32();
        var hero = await server.ManageAsync(
            HttpStatusCode.Created, "POST", "api/v1/projects/1/features/",
            """{"name":"hero","is_archived":true,"multivariate_options":[{"type":"unicode","string_value":"a","default_percentage_allocation":60},{"type":"unicode","string_value":"gone","default_percentage_allocation":10}]}""");
        var option = hero.GetProperty("multivariate_options")[0].GetProperty("id");
        var state = (await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/features/featurestates/?environment={production}&feature={hero.GetProperty("id")}")).GetProperty("results")[0].GetProperty("id");
        await server.ManageAsync(
            HttpStatusCode.OK, "PATCH", $"api/v1/features/featurestates/{state}/", $$"""{"enabled":true,"multivariate_feature_state_values":[{"multivariate_feature_option":{{option}},"percentage_allocation":90}]}""");
        await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/feature-segments/", $$"""{"feature":{{hero.GetProperty("id")}},"segment":1,"environment":{{production}}}""");
        var tag = (await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/tags/", """{"label":"kept"}""")).GetProperty("id");
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/projects/1/features/{hero.GetProperty("id")}/", $$"""{"tags":[{{tag}}]}""");
        var before = await server.ExportAsync(1);

        await ImportAsync(server, """[{"name":"HERO","default_enabled":true,"value":"x","type":"unicode","enabled":true,"multivariate":[{"percentage_allocation":30,"default_percentage_allocation":50,"value":"new","type":"unicode"},{"percentage_allocation":20,"default_percentage_allocation":50,"value":"a","type":"unicode"}]}]""", "OVERWRITE_DESTRUCTIVE");

        var after = await server.ExportAsync(1);
        Assert.Equal("[0:20 1:0 2:30]", Shares(after, 0));
        Assert.Equal(("[0:90 1:10]", "[0:90 1:10 2:0]"), (Shares(before, 1), Shares(after, 1)));
        Assert.Equal(States(before), States(after));
        var feature = Hero(after["features"]!);
        Assert.Equal((true, false, 1), ((bool)feature["is_archived"]!, (bool)feature["default_enabled"]!, feature["tag_uuids"]!.AsArray().Count));
        Assert.Equal(0, (double)feature["multivariate_options"]![2]!["default_percentage_allocation"]!);

        static JsonNode Hero(JsonNode features) => features.AsArray().Single(each => (string?)each!["name"] == "hero")!;
        static string Shares(JsonNode project, int environment) => $"[{string.Join(' ', project["environments"]![environment]!["feature_states"]!.AsArray().First(each => (string?)each!["feature"] == "hero" && each["segment"] is null)!["multivariate_feature_state_values"]!.AsArray().Select(each => $"{each!["variant"]}:{each["percentage_allocation"]}"))}]";
        static string States(JsonNode project) => string.Join('\n', project["environments"]![1]!["feature_states"]!.AsArray().Select(each => $"{each!["feature"]} {each["segment"]} {each["enabled"]} {each["feature_state_value"]}"));
    }

    [Fact]
    public async Task Variants_of_equal_value_come_back_each_with_its_share()
    {
        await using var server = await GuidonProcess.StartAsync();
        await server.ManageAsync(
            HttpStatusCode.Created, "POST", "api/v1/projects/1/features/",
            """{"name":"twins","multivariate_options":[{"type":"unicode","string_value":"a","key":"one","default_percentage_allocation":10},{"type":"unicode","string_value":"a","key":"two","default_percentage_allocation":20}]}""");
        var file = await ExportAsync(server);

        await ImportAsync(server, file, "OVERWRITE_DESTRUCTIVE");

        Assert.Equal(file, await ExportAsync(server));
    }

    [Fact]
    public async Task Who_may_make_no_features_may_not_make_them_by_a_file()
    {
        await using var server = await GuidonProcess.StartAsync();
        var invite = await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/organisations/1/invites/", """{"email":"grace@example.org","role":"USER"}""");
        var grace = await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "grace@example.org", password = "a password of mine", invite_hash = invite.GetProperty("hash").GetString() });
        var token = $"Token {grace.GetProperty("key").GetString()}";
        await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{server.ClientKey}/user-permissions/", JsonSerializer.Serialize(new { user = grace.GetProperty("id"), admin = true, permissions = Array.Empty<string>() }));
        var user = await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/user-permissions/", JsonSerializer.Serialize(new { user = grace.GetProperty("id"), permissions = new[] { "VIEW_PROJECT" } }));
        const string Known = """[{"name":"dark_mode","value":null,"enabled":false,"type":"unicode"}]""";
        string[] creating = ["""[{"name":"brand_new","value":"v","type":"unicode"}]""", """[{"name":"dark_mode","enabled":true,"multivariate":[{"percentage_allocation":1,"value":"v","type":"unicode"}]}]"""];

        foreach (var file in creating) await ImportAsync(server, file, "OVERWRITE_DESTRUCTIVE", HttpStatusCode.Forbidden, token);
        await ImportAsync(server, creating[1], "SKIP", HttpStatusCode.Created, token);
        await ImportAsync(server, Known, "OVERWRITE_DESTRUCTIVE", HttpStatusCode.Created, token);

        await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/projects/1/user-permissions/{user.GetProperty("id")}/", """{"permissions":["VIEW_PROJECT","CREATE_FEATURE"]}""");
        foreach (var file in creating) await ImportAsync(server, file, "OVERWRITE_DESTRUCTIVE", HttpStatusCode.Created, token);
    }

    [Theory]
    [InlineData("[]", "OVERWRITE", "strategy")]
    [InlineData("nonsense", "SKIP", "file")]
    [InlineData("""[{"name":"a","enabled":"maybe"}]""", "SKIP", "file")]
    [InlineData("""[{"name":"a","value":"\ud800","type":"unicode"}]""", "SKIP", "file")]
    [InlineData("""[{"name":"\udc00"}]""", "SKIP", "file")]
    public async Task What_is_wrong_is_named(string file, string strategy, string field)
    {
        await using var server = await GuidonProcess.StartAsync();

        var refused = await ImportAsync(server, file, strategy, HttpStatusCode.BadRequest);

        Assert.True(refused.TryGetProperty(field, out _), refused.ToString());
    }

    private static async Task<string> ExportAsync(GuidonProcess server)
    {
        var made = await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/features/create-feature-export/", """{"environment_id":1}""");
        return await server.Management.GetStringAsync($"api/v1/features/download-feature-export/{made.GetProperty("id")}/");
    }

    private static async Task<JsonElement> ImportAsync(GuidonProcess server, string file, string strategy, HttpStatusCode expected = HttpStatusCode.Created, string authorization = $"Api-Key {GuidonProcess.ApiKey}")
    {
        using var form = new MultipartFormDataContent { { new StringContent(strategy), "strategy" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "features.json" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/features/feature-import/1") { Content = form };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }
}
