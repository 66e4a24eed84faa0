using System.Text.Json;
using Guidon.Transfer.Flagsmith;

namespace Guidon.Transfer.Tests;

/// <summary>What a living Flagsmith has and an import of it does not carry is in the report.</summary>
public sealed class LiveServerTests
{
    private const string AtEdge = """{"id":1,"name":"p","use_edge_identities":true}""";

    [Fact]
    public async Task Overrides_that_are_kept_at_the_edge_are_reported_and_stale_ones_not_read()
    {
        var conversion = await Api(AtEdge).ReadAsync(1, withIdentities: false, default);

        Assert.Empty(conversion.Files[0].Environments[0].FeatureStates);
        Assert.Contains(conversion.Losses, each => each.Path == "projects/1/.use_edge_identities");
    }

    [Fact]
    public async Task Identities_that_are_kept_at_the_edge_are_refused_before_anything_is_read()
    {
        var refused = await Assert.ThrowsAsync<SourceException>(() => Api(AtEdge).ReadAsync(1, withIdentities: true, default));

        Assert.Contains("kept at the edge", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Integrations_of_the_project_and_what_is_never_read_are_reported()
    {
        var conversion = await Api("""{"id":1,"name":"p","use_edge_identities":false}""").ReadAsync(1, withIdentities: false, default);

        Assert.Equal("dana", Assert.Single(conversion.Files[0].Environments[0].FeatureStates).Identity);
        Assert.Equal(["projects/1/integrations/datadog/[0]", "projects/1/"], conversion.Losses.Select(each => each.Path));
    }

    private static FlagsmithApi Api(string project) => new((path, _) => Task.FromResult<JsonElement?>(JsonElement.Parse(path switch
    {
        "projects/1/" => project,
        "environments/?project=1&page_size=999" => """[{"id":1,"name":"e","api_key":"k"}]""",
        "projects/1/features/?page_size=999" => """[{"id":1,"name":"f"}]""",
        "environments/k/featurestates/?anyIdentity=1&page_size=999" => """[{"id":1,"feature":1,"enabled":true,"identity":{"identifier":"dana"}}]""",
        "projects/1/integrations/datadog/" => """[{"id":1,"base_url":"https://datadog.example"}]""",
        _ => "[]",
    })), [], ["datadog", "new-relic"], _ => { });
}
