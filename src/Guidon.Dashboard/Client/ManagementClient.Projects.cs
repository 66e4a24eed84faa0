using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<ProjectAnswer>> CreateProjectAsync(int organisation, string name) => SendAsync(
        HttpMethod.Post, "/api/v1/projects/", new JsonObject { ["name"] = name, ["organisation"] = organisation }, ContractsJson.Default.ProjectAnswer);

    internal Task<Outcome<ProjectAnswer>> ProjectAsync(int project) => GetAsync($"/api/v1/projects/{project}/", ContractsJson.Default.ProjectAnswer);

    internal Task<Outcome<ProjectAnswer>> ChangeProjectAsync(int project, JsonObject body) =>
        SendAsync(HttpMethod.Patch, $"/api/v1/projects/{project}/", body, ContractsJson.Default.ProjectAnswer);

    internal Task<Refusal?> DeleteProjectAsync(int project) => DoAsync(HttpMethod.Delete, $"/api/v1/projects/{project}/", null);

    internal Task<Outcome<EnvironmentAnswer>> CreateEnvironmentAsync(int project, string name) => SendAsync(
        HttpMethod.Post, "/api/v1/environments/", new JsonObject { ["name"] = name, ["project"] = project }, ContractsJson.Default.EnvironmentAnswer);

    internal Task<Outcome<IReadOnlyList<ServerKeyAnswer>>> ServerKeysAsync(string environment) =>
        GetAsync($"/api/v1/environments/{Escape(environment)}/api-keys/", ContractsJson.Default.IReadOnlyListServerKeyAnswer);

    /// <summary>The answer holds the key, this once.</summary>
    internal Task<Outcome<ServerKeyAnswer>> CreateServerKeyAsync(string environment, string name) => SendAsync(
        HttpMethod.Post, $"/api/v1/environments/{Escape(environment)}/api-keys/", new JsonObject { ["name"] = name }, ContractsJson.Default.ServerKeyAnswer);

    internal Task<Refusal?> DeleteServerKeyAsync(string environment, int key) => DoAsync(HttpMethod.Delete, $"/api/v1/environments/{Escape(environment)}/api-keys/{key}/", null);
}
