namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Versions of features. The environment keeps them from the preparation on, and none from the end of these steps on.</summary>
internal static class VersionSteps
{
    internal static async Task DoVersionsAsync(this MutationSteps steps)
    {
        const string Environment = "/api/v1/environments/{environment}/";
        const string Versions = "/api/v1/environments/{environment_id}/features/{feature}/versions/";
        const string States = Versions + "{version}/featurestates/";
        await steps.DoAsync("PUT", States + "{state}/", new { enabled = false });
        await steps.DoAsync("PATCH", States + "{state}/", new { enabled = true, feature_state_value = "drafted" });
        var made = (await steps.DoAsync("POST", States, new { feature_segment = new { segment = 2 } })).GetProperty("id");
        await steps.DoAsync("DELETE", States + "{state}/", null, $"{States}{made}/");
        await steps.DoAsync("POST", Versions + "{version}/publish/", new { });
        var draft = (await steps.DoAsync("POST", Versions, new { })).GetProperty("uuid");
        await steps.DoAsync("DELETE", Versions + "{version}/", null, $"{Versions}{draft}/");
        await steps.DoAsync("POST", Environment + "disable-v2-versioning/");
        await steps.DoAsync("POST", Environment + "enable-v2-versioning/");
        await steps.DoAsync("POST", Environment + "disable-v2-versioning/");
    }
}
