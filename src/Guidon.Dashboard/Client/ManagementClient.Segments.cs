using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<Page<SegmentAnswer>>> SegmentsAsync(int project, string search) =>
        GetAsync($"{SegmentsOf(project)}?page_size=200&include_feature_specific=true&q={Escape(search)}", ContractsJson.Default.PageSegmentAnswer);

    internal Task<Outcome<SegmentAnswer>> SegmentAsync(int project, int segment) => GetAsync($"{SegmentsOf(project)}{segment}/", ContractsJson.Default.SegmentAnswer);

    /// <param name="project">Whose.</param>
    /// <param name="segment">0 makes a new one.</param>
    /// <param name="body">Name, description and rules.</param>
    internal Task<Outcome<SegmentAnswer>> SaveSegmentAsync(int project, int segment, JsonObject body) => segment == 0
        ? SendAsync(HttpMethod.Post, SegmentsOf(project), body, ContractsJson.Default.SegmentAnswer)
        : SendAsync(HttpMethod.Put, $"{SegmentsOf(project)}{segment}/", body, ContractsJson.Default.SegmentAnswer);

    internal Task<Refusal?> DeleteSegmentAsync(int project, int segment) => DoAsync(HttpMethod.Delete, $"{SegmentsOf(project)}{segment}/", null);

    /// <summary>Whom rules would match that nobody has saved yet.</summary>
    internal Task<Outcome<SegmentPreview>> PreviewSegmentAsync(string environment, JsonObject body) =>
        SendAsync(HttpMethod.Post, $"{Own}environments/{Escape(environment)}/segment-preview", body, ContractsJson.Default.SegmentPreview);

    /// <summary>Names of the project's segments that this feature may be overridden for, by id. Empty where there are none or they cannot be read.</summary>
    internal async Task<IReadOnlyDictionary<int, string>> SegmentNamesAsync(int project, int feature) =>
        ((await SegmentsAsync(project, "")).Value?.Results ?? []).Where(each => each.Feature is null || each.Feature == feature).ToDictionary(each => each.Id, each => each.Name);

    private static string SegmentsOf(int project) => $"/api/v1/projects/{project}/segments/";
}
