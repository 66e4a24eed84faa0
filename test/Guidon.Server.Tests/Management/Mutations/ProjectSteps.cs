namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Projects, their tags and environments, and the keys of those.</summary>
internal static class ProjectSteps
{
    internal static async Task DoProjectsAsync(this MutationSteps steps)
    {
        const string Environments = "/api/v1/environments/";
        await steps.DoAllAsync("/api/v1/projects/", "project", new { name = "Made", organisation = 1 }, new { name = "Renamed" }, new { hide_disabled_flags = true });
        await steps.DoAllAsync("/api/v1/projects/{project}/tags/", "tag", new { label = "made" }, new { label = "renamed" }, new { color = "#123456" });
        await steps.DoAllAsync(Environments, "environment", new { name = "Made", project = 1 }, new { name = "Renamed" }, new { description = "a" }, id: "api_key");
        await steps.DoAsync("POST", Environments + "{environment}/clone/", new { name = "Copy" });
        await steps.DoAllAsync(Environments + "{environment}/api-keys/", "key", new { name = "CI" }, new { name = "CI 2" }, new { active = false });
    }
}
