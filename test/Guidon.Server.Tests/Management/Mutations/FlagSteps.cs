namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Features, their states and who looks after them.</summary>
internal static class FlagSteps
{
    private const string Features = "/api/v1/projects/{project}/features/";

    internal static async Task DoFlagsAsync(this MutationSteps steps)
    {
        const string Flag = "/api/__future__/environments/{environment}/features/{feature}/";
        await steps.DoAsync("PATCH", Flag, new { environment_default = new { enabled = false } });
        await steps.DoAsync("PUT", Flag, new { environment_default = new { enabled = true } });
        await steps.DoAsync("DELETE", Flag + "segment-overrides/{segment}/", null, Flag.Replace("{feature}", "5", StringComparison.Ordinal) + "segment-overrides/{segment}/");
        await DoStatesAsync(steps);
        await DoOwnersAsync(steps);
        await steps.DoAllAsync(Features, "feature", new { name = "made" }, new { description = "a" }, new { description = "b" });
    }

    // Defaults of the first feature, overrides of others.
    private static async Task DoStatesAsync(MutationSteps steps)
    {
        const string InEnvironment = "/api/v1/environments/{environment}/featurestates/";
        const string Everywhere = "/api/v1/features/featurestates/";
        var identity = steps.Id("{identity}");
        var made = (await steps.DoAsync("POST", InEnvironment, new { feature = 3, identity, enabled = true })).GetProperty("id");
        await steps.DoAsync("PUT", InEnvironment + "{state}/", new { enabled = false });
        await steps.DoAsync("PATCH", InEnvironment + "{state}/", new { feature_state_value = "changed" });
        await steps.DoAsync("DELETE", InEnvironment + "{state}/", null, $"{InEnvironment}{made}/");
        await steps.DoAsync("POST", Everywhere, new { environment = 1, feature = 2, feature_segment = steps.Id("{override}"), enabled = false });
        await steps.DoAsync("PUT", Everywhere + "{state}/", new { enabled = true });
        await steps.DoAsync("PATCH", Everywhere + "{state}/", new { feature_state_value = new { type = "unicode", string_value = "again" } });
    }

    private static async Task DoOwnersAsync(MutationSteps steps)
    {
        var (users, groups) = (new { user_ids = new[] { steps.Id("{user}") } }, new { group_ids = new[] { steps.Id("{group}") } });
        await steps.DoAsync("POST", Features + "{feature}/add-owners/", users);
        await steps.DoAsync("POST", Features + "{feature}/remove-owners/", users);
        await steps.DoAsync("POST", Features + "{feature}/add-group-owners/", groups);
        await steps.DoAsync("POST", Features + "{feature}/remove-group-owners/", groups);
    }
}
