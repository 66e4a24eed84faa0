namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>What helps to look after features: links, places in code, health.</summary>
internal static class UpkeepSteps
{
    private const string Project = "/api/v1/projects/{project}/";
    private const string Health = Project + "feature-health/";

    internal static async Task DoUpkeepAsync(this MutationSteps steps)
    {
        const string Links = Project + "features/{feature}/feature-external-resources/";
        const string Issue = "https://github.com/example/shop/issues/";
        await steps.DoAllAsync(Links, "resource", new { type = "GITHUB_ISSUE", url = Issue + "8" }, new { url = Issue + "9" }, new { metadata = new { title = "Slow" } });
        await steps.DoAsync("POST", Project + "code-references/", new { repository_url = "https://github.com/example/shop", revision = "abc", code_references = Array.Empty<object>() });
        await steps.DoAsync("POST", Health + "events/{event}/dismiss/");
        await steps.DoAsync("POST", "/api/v1/feature-health/{path}", new { feature = steps.Things.FeatureName, status = "unhealthy" }, authorization: "");
        await steps.DoAsync("DELETE", Health + "providers/{name}/");
        await steps.DoAsync("POST", Health + "providers/", new { name = "Webhook" });
    }
}
