using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>An environment whose flags are changed by approval alone, by whatever door somebody comes.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public async Task No_route_changes_a_flag_that_needs_approval_but_what_one_identity_gets()
    {
        await using var server = await GuidonProcess.StartAsync();
        var here = $"api/v1/environments/{server.ClientKey}/";
        var states = await ResultsAsync(server, "api/v1/features/featurestates/?environment=1");
        var standard = states.First(each => each.GetProperty("feature_segment").ValueKind == JsonValueKind.Null);
        var link = states.First(each => each.GetProperty("feature_segment").ValueKind == JsonValueKind.Number);
        var (state, over, segment, feature) = (standard.GetProperty("id"), link.GetProperty("id"), await FirstAsync(server, "api/v1/projects/1/segments/"), (await server.FeatureAsync("dark_mode")).GetProperty("id"));
        var identity = await FirstAsync(server, here + "featurestates/?anyIdentity=1");
        var flag = $"api/__future__/environments/{server.ClientKey}/features/{link.GetProperty("feature")}/";
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", here, """{"minimum_change_request_approvals":1}""");
        var before = await server.ManageAsync(HttpStatusCode.OK, "GET", here + "document/");

        foreach (var (method, path, body) in ((string, string, string?)[])
        [
            ("PATCH", flag, """{"environment_default":{"enabled":false}}"""), ("DELETE", $"{flag}segment-overrides/{segment}/", null),
            ("PATCH", $"{here}featurestates/{state}/", """{"enabled":true}"""), ("PUT", $"{here}featurestates/{over}/", """{"enabled":false}"""), ("DELETE", $"{here}featurestates/{over}/", null),
            ("PATCH", $"api/v1/features/featurestates/{state}/", """{"enabled":true}"""), ("PUT", $"api/v1/features/featurestates/{over}/", """{"enabled":false}"""),
            ("POST", here + "featurestates/", $$"""{"feature":{{link.GetProperty("feature")}},"feature_segment":{{over}},"enabled":false}"""),
            ("POST", "api/v1/features/featurestates/", $$"""{"environment":1,"feature":{{link.GetProperty("feature")}},"feature_segment":{{over}},"enabled":false}"""),
            ("POST", "api/v1/features/feature-segments/", $$"""{"feature":{{feature}},"segment":{{segment}},"environment":1}"""),
            ("PATCH", $"api/v1/features/feature-segments/{over}/", """{"priority":7}"""), ("DELETE", $"api/v1/features/feature-segments/{over}/", null),
            ("POST", "api/v1/features/feature-segments/update-priorities/", $$"""[{"id":{{over}},"priority":7}]"""),
            ("POST", $"{here}features/{feature}/create-segment-override/", $$"""{"feature_segment":{"segment":{{segment}}},"enabled":true}"""),
        ]) Assert.Equal("change_requests_enabled", (await server.ManageAsync(HttpStatusCode.Conflict, method, path, body)).GetProperty("code").GetString());
        using (var form = new MultipartFormDataContent { { new StringContent("OVERWRITE_DESTRUCTIVE"), "strategy" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("[]")), "file", "features.json" } })
        using (var answer = await server.Management.PostAsync("api/v1/features/feature-import/1", form)) Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);

        Assert.Equal(before.GetRawText(), (await server.ManageAsync(HttpStatusCode.OK, "GET", here + "document/")).GetRawText());
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{here}featurestates/{identity}/", """{"enabled":false}""");
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", here, """{"minimum_change_request_approvals":null}""");
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{here}featurestates/{state}/", """{"enabled":true}""");
    }

    private static async Task<List<JsonElement>> ResultsAsync(GuidonProcess server, string path) => [.. (await server.ManageAsync(HttpStatusCode.OK, "GET", path)).GetProperty("results").EnumerateArray()];

    private static async Task<JsonElement> FirstAsync(GuidonProcess server, string path) => (await ResultsAsync(server, path))[0].GetProperty("id");
}
