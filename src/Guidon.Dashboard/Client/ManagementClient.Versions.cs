using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>What was live, the newest first: all that are kept.</summary>
    internal Task<Outcome<Page<VersionAnswer>>> VersionsAsync(int environment, int feature) =>
        GetAsync($"{VersionsPath(environment, feature)}?is_live=true", ContractsJson.Default.PageVersionAnswer);

    /// <summary>What a version says, the default first, then overrides, the strongest first.</summary>
    internal Task<Outcome<IReadOnlyList<VersionStateAnswer>>> VersionStatesAsync(int environment, int feature, Guid version) =>
        GetAsync($"{VersionsPath(environment, feature)}{version}/featurestates/", ContractsJson.Default.IReadOnlyListVersionStateAnswer);

    /// <summary>Makes everything as it was in a version, as a version of its own.</summary>
    internal Task<Outcome<VersionAnswer>> GoBackAsync(int environment, int feature, Guid version, string description) => SendAsync(
        HttpMethod.Post, VersionsPath(environment, feature),
        new JsonObject { ["from_version"] = version, ["publish_immediately"] = true, ["description"] = description }, ContractsJson.Default.VersionAnswer);

    private static string VersionsPath(int environment, int feature) => $"/api/v1/environments/{environment}/features/{feature}/versions/";
}
