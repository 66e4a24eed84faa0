namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Projects and features that come as files.</summary>
internal static class TransferSteps
{
    internal static async Task DoTransfersAsync(this MutationSteps steps)
    {
        var file = new { format = "guidon-project", version = 1, project = new { name = "Brought" }, tags = new[] { new { uuid = Guid.NewGuid(), label = "brought" } } };
        await steps.DoAsync("POST", "/api/guidon/v1/projects/{project}/import", file);
        await steps.DoAsync("POST", "/api/guidon/v1/organisations/{organisation}/import", file);
        await steps.DoAsync("POST", "/api/v1/features/create-feature-export/", new { environment_id = 1 });
        using var form = new MultipartFormDataContent { { new StringContent("SKIP"), "strategy" }, { new ByteArrayContent("[]"u8.ToArray()), "file", "features.json" } };
        await steps.DoAsync("POST", "/api/v1/features/feature-import/{environment_id}", form);
    }
}
