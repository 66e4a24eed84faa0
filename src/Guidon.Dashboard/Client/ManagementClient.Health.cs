using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>The last that was said of a feature, of all environments that the person sees; what is not well first.</summary>
    internal Task<Outcome<IReadOnlyList<HealthEventAnswer>>> HealthAsync(int project, int feature) =>
        GetAsync($"{HealthOf(project)}events/?feature={feature}", ContractsJson.Default.IReadOnlyListHealthEventAnswer);

    /// <summary>What is not well, of one feature or of all. Empty where all is well or nothing can be read.</summary>
    /// <param name="project">Whose.</param>
    /// <param name="feature">Null for all.</param>
    internal async Task<IReadOnlyList<HealthEventAnswer>> UnhealthyAsync(int project, int? feature = null) =>
        (await GetAsync($"{HealthOf(project)}events/?type=UNHEALTHY{(feature is { } one ? $"&feature={one}" : "")}", ContractsJson.Default.IReadOnlyListHealthEventAnswer)).Value ?? [];

    internal Task<Refusal?> DismissAsync(int project, int said) => DoAsync(HttpMethod.Post, $"{HealthOf(project)}events/{said}/dismiss/", new JsonObject());

    /// <summary>With their addresses, which are secrets: for administrators of the project.</summary>
    internal Task<Outcome<IReadOnlyList<HealthProviderAnswer>>> HealthProvidersAsync(int project) =>
        GetAsync(HealthOf(project) + "providers/", ContractsJson.Default.IReadOnlyListHealthProviderAnswer);

    /// <param name="project">Whose.</param>
    /// <param name="name">One of <see cref="CatalogAnswer.HealthFormats"/>.</param>
    internal Task<Outcome<HealthProviderAnswer>> CreateHealthProviderAsync(int project, string name) =>
        SendAsync(HttpMethod.Post, HealthOf(project) + "providers/", new JsonObject { ["name"] = name }, ContractsJson.Default.HealthProviderAnswer);

    internal Task<Refusal?> DeleteHealthProviderAsync(int project, string name) => DoAsync(HttpMethod.Delete, $"{HealthOf(project)}providers/{Escape(name)}/", null);

    private static string HealthOf(int project) => $"/api/v1/projects/{project}/feature-health/";
}
