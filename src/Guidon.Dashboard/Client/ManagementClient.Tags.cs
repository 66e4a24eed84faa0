using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>A project's tags. Empty where there are none or they cannot be read.</summary>
    internal async Task<IReadOnlyList<TagAnswer>> TagsAsync(int project) => (await GetAsync(TagsOf(project), ContractsJson.Default.PageTagAnswer)).Value?.Results ?? [];

    /// <param name="project">Whose.</param>
    /// <param name="tag">0 makes a new one.</param>
    /// <param name="body">Label, colour, description.</param>
    internal Task<Outcome<TagAnswer>> SaveTagAsync(int project, int tag, JsonObject body) => tag == 0
        ? SendAsync(HttpMethod.Post, TagsOf(project), body, ContractsJson.Default.TagAnswer)
        : SendAsync(HttpMethod.Patch, $"{TagsOf(project)}{tag}/", body, ContractsJson.Default.TagAnswer);

    internal Task<Refusal?> DeleteTagAsync(int project, int tag) => DoAsync(HttpMethod.Delete, $"{TagsOf(project)}{tag}/", null);

    private static string TagsOf(int project) => $"/api/v1/projects/{project}/tags/";
}
