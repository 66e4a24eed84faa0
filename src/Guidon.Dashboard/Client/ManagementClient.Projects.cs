using System.Text.Json.Nodes;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<JsonObject>> CreateProjectAsync(int organisation, string name) => SendAsync(
        HttpMethod.Post, "/api/v1/projects/", new JsonObject { ["name"] = name, ["organisation"] = organisation }, ClientJson.Default.JsonObject);

    internal Task<Outcome<JsonObject>> CreateEnvironmentAsync(int project, string name) => SendAsync(
        HttpMethod.Post, "/api/v1/environments/", new JsonObject { ["name"] = name, ["project"] = project }, ClientJson.Default.JsonObject);

    /// <summary>Names of the project's segments that this feature may be overridden for, by id. Empty where there are none or they cannot be read.</summary>
    internal async Task<IReadOnlyDictionary<int, string>> SegmentNamesAsync(int project, int feature)
    {
        var list = await SendAsync(HttpMethod.Get, $"/api/v1/projects/{project}/segments/?page_size=999&include_feature_specific=true", null, ClientJson.Default.JsonObject);
        var segments = (list.Value?["results"] as JsonArray ?? []).OfType<JsonObject>();
        return segments.Where(each => each["feature"] is null || (int?)each["feature"] == feature)
            .ToDictionary(each => (int?)each["id"] ?? 0, each => (string?)each["name"] ?? "");
    }
}
