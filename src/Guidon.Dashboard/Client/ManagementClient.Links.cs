using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>Issues and merge requests of a feature. Empty where there are none or they cannot be read.</summary>
    internal async Task<IReadOnlyList<ExternalResourceAnswer>> LinksAsync(int project, int feature) =>
        (await GetAsync(LinksOf(project, feature), ContractsJson.Default.PageExternalResourceAnswer)).Value?.Results ?? [];

    /// <summary>Where repositories name a feature.</summary>
    internal Task<Outcome<IReadOnlyList<CodeReferenceAnswer>>> CodeAsync(int project, int feature) =>
        GetAsync($"/api/v1/projects/{project}/features/{feature}/code-references/", ContractsJson.Default.IReadOnlyListCodeReferenceAnswer);

    /// <param name="project">Whose.</param>
    /// <param name="feature">Whose.</param>
    /// <param name="link">0 makes a new one.</param>
    /// <param name="body">Type and address.</param>
    internal Task<Outcome<ExternalResourceAnswer>> SaveLinkAsync(int project, int feature, int link, JsonObject body) => link == 0
        ? SendAsync(HttpMethod.Post, LinksOf(project, feature), body, ContractsJson.Default.ExternalResourceAnswer)
        : SendAsync(HttpMethod.Patch, $"{LinksOf(project, feature)}{link}/", body, ContractsJson.Default.ExternalResourceAnswer);

    internal Task<Refusal?> DeleteLinkAsync(int project, int feature, int link) => DoAsync(HttpMethod.Delete, $"{LinksOf(project, feature)}{link}/", null);

    private static string LinksOf(int project, int feature) => $"/api/v1/projects/{project}/features/{feature}/feature-external-resources/";
}
