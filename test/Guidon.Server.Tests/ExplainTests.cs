using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>The reason why, asked of a running server.</summary>
public sealed class ExplainTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task An_identity_in_a_segment_is_told_which_condition_matched_with_which_trait()
    {
        await Server.EvaluateAsync("carol", """[{"trait_key":"plan","trait_value":"pro"}]""");
        var explanation = await ExplainAsync("carol", "page_size");
        Assert.Equal(("segment_override", "100"), (explanation.GetProperty("decided_by").GetString(), explanation.GetProperty("value_json").GetString()));
        var segment = Assert.Single(explanation.GetProperty("segments").EnumerateArray());
        Assert.True(segment.GetProperty("decides").GetBoolean());
        var condition = segment.GetProperty("rules")[0].GetProperty("rules")[0].GetProperty("conditions")[0];
        Assert.Equal(("plan", "EQUAL", "pro", "pro"), (
            condition.GetProperty("property").GetString(), condition.GetProperty("operator").GetString(),
            condition.GetProperty("value").GetString(), condition.GetProperty("operand").GetString()));
    }

    [Fact]
    public async Task A_variant_is_told_with_the_hash_and_the_shares()
    {
        var split = (await ExplainAsync("dave", "checkout_button")).GetProperty("split");
        Assert.InRange(split.GetProperty("hash").GetProperty("percent").GetDouble(), 0, 100);
        Assert.Equal([30.0, 20.0], split.GetProperty("shares").EnumerateArray().Select(share => share.GetProperty("weight").GetDouble()));
    }

    [Theory]
    [InlineData("identifier=a&feature=nothing", HttpStatusCode.NotFound)]
    [InlineData("identifier=a", HttpStatusCode.NotFound)]
    [InlineData("feature=page_size", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_explained_is_refused(string query, HttpStatusCode expected)
    {
        using var answer = await Server.Management.GetAsync($"api/guidon/v1/environments/{Server.ClientKey}/explain?{query}");
        Assert.Equal(expected, answer.StatusCode);
    }

    private async Task<JsonElement> ExplainAsync(string identifier, string feature) => JsonElement.Parse(await Server.Management.GetStringAsync(
        $"api/guidon/v1/environments/{Server.ClientKey}/explain?identifier={identifier}&feature={feature}"));
}
