using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>One page of a project's features with their states in one environment, by name.</summary>
    internal Task<Outcome<Page<FeatureAnswer>>> FeaturesAsync(int project, int environment, FeatureQuery query) => GetAsync(
        string.Create(null, stackalloc char[256], $"/api/v1/projects/{project}/features/?environment={environment}&page={query.Page}&page_size={FeatureQuery.Size}&sort_field=name&sort_direction=ASC")
            + $"&is_archived={(query.Archived ? "true" : "false")}&search={Escape(query.Search)}{(query.Tag is { } tag ? $"&tags={tag}" : "")}{(query.Stage.Length > 0 ? $"&lifecycle_stage={query.Stage}" : "")}",
        ContractsJson.Default.PageFeatureAnswer);

    internal Task<Outcome<FeatureAnswer>> FeatureAsync(int project, int feature, int environment) =>
        GetAsync($"/api/v1/projects/{project}/features/{feature}/?environment={environment}", ContractsJson.Default.FeatureAnswer);

    internal Task<Outcome<FeatureAnswer>> CreateFeatureAsync(int project, JsonObject body) =>
        SendAsync(HttpMethod.Post, $"/api/v1/projects/{project}/features/", body, ContractsJson.Default.FeatureAnswer);

    internal Task<Outcome<FeatureAnswer>> ChangeFeatureAsync(int project, int feature, JsonObject body) =>
        SendAsync(HttpMethod.Patch, $"/api/v1/projects/{project}/features/{feature}/", body, ContractsJson.Default.FeatureAnswer);

    internal Task<Refusal?> DeleteFeatureAsync(int project, int feature) => DoAsync(HttpMethod.Delete, $"/api/v1/projects/{project}/features/{feature}/", null);

    /// <summary>Everything but overrides for identities, with the mark by which a later write recognises that nobody else wrote.</summary>
    internal async Task<(FlagAnswer? Flag, string Mark, Refusal? Refusal)> FlagAsync(string environment, int feature)
    {
        var (status, body, headers) = await CallAsync(HttpMethod.Get, FlagPath(environment, feature), null, []);
        return status is >= 200 and < 300
            ? (JsonSerializer.Deserialize(body, ContractsJson.Default.FlagAnswer), headers.ETag?.ToString() ?? "", null)
            : (null, "", Refusal.Read(status, body));
    }

    /// <summary>Changes what the body names.</summary>
    internal Task<Outcome<FlagAnswer>> PatchFlagAsync(string environment, int feature, JsonObject body) =>
        SendAsync(HttpMethod.Patch, FlagPath(environment, feature), body, ContractsJson.Default.FlagAnswer);

    /// <summary>The same, unless somebody wrote since <paramref name="mark"/> was read: then 412 and nothing is changed.</summary>
    internal Task<Outcome<FlagAnswer>> PatchFlagAsync(string environment, int feature, JsonObject body, string mark) =>
        SendAsync(HttpMethod.Patch, FlagPath(environment, feature), body, ContractsJson.Default.FlagAnswer, ("If-Match", mark));

    /// <summary>Replaces all, unless somebody wrote since <paramref name="mark"/> was read: then 412 and nothing is changed.</summary>
    internal Task<Outcome<FlagAnswer>> PutFlagAsync(string environment, int feature, JsonObject body, string mark) =>
        SendAsync(HttpMethod.Put, FlagPath(environment, feature), body, ContractsJson.Default.FlagAnswer, ("If-Match", mark));

    private static string FlagPath(string environment, int feature) => $"/api/__future__/environments/{Escape(environment)}/features/{feature}/";
}
