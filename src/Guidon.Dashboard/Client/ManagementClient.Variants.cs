using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <param name="project">Whose.</param>
    /// <param name="feature">Whose.</param>
    /// <param name="variant">0 makes a new one.</param>
    /// <param name="body">Key, value and share.</param>
    internal Task<Outcome<VariantAnswer>> SaveVariantAsync(int project, int feature, int variant, JsonObject body) => variant == 0
        ? SendAsync(HttpMethod.Post, VariantsOf(project, feature), body, ContractsJson.Default.VariantAnswer)
        : SendAsync(HttpMethod.Patch, $"{VariantsOf(project, feature)}{variant}/", body, ContractsJson.Default.VariantAnswer);

    internal Task<Refusal?> DeleteVariantAsync(int project, int feature, int variant) => DoAsync(HttpMethod.Delete, $"{VariantsOf(project, feature)}{variant}/", null);

    private static string VariantsOf(int project, int feature) => $"/api/v1/projects/{project}/features/{feature}/mv-options/";
}
