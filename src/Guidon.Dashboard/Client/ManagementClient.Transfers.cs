using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Contracts.Transfer;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>The project as a file.</summary>
    internal Task<(byte[]? Bytes, Refusal? Refusal)> ExportAsync(int project) => DownloadAsync($"{Own}projects/{project}/export");

    /// <summary>What the person may do in the project.</summary>
    internal Task<Outcome<PermissionsAnswer>> MyPermissionsAsync(int project) => GetAsync($"/api/v1/projects/{project}/my-permissions/", ContractsJson.Default.PermissionsAnswer);

    /// <param name="place"><c>projects/ID</c>, or <c>organisations/ID</c> to find or make the project by the file.</param>
    /// <param name="file">What is to be there.</param>
    /// <param name="replaces">Also removes what the file does not have.</param>
    /// <param name="isTrial">Tells what would be and stores nothing.</param>
    internal Task<Outcome<ImportAnswer>> ImportAsync(string place, ProjectFile file, bool replaces, bool isTrial) => SendAsync(
        HttpMethod.Post, $"{Own}{place}/import?mode={(replaces ? "replace" : "merge")}&dry_run={(isTrial ? "true" : "false")}",
        JsonSerializer.SerializeToNode(file, TransferJson.Default.ProjectFile), TransferJson.Default.ImportAnswer);
}
