using System.Net;
using System.Text;
using System.Text.Json;
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

    private static async Task<JsonElement> ImportAsync(GuidonProcess server, string file, string strategy, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var form = new MultipartFormDataContent { { new StringContent(strategy), "strategy" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "features.json" } };
        using var answer = await server.Management.PostAsync("api/v1/features/feature-import/1", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }
}
