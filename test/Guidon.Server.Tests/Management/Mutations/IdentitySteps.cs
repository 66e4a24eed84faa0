namespace Guidon.Server.Tests.Management.Mutations;

/// <summary>Identities, their overrides and traits.</summary>
internal static class IdentitySteps
{
    internal static async Task DoIdentitiesAsync(this MutationSteps steps)
    {
        const string Identities = "/api/v1/environments/{environment}/identities/";
        await steps.DoAllAsync(Identities, "identity", new { identifier = "made" }, new { identifier = "renamed" }, new { identifier = "renamed again" });
        await steps.DoAllAsync(Identities + "{identity}/featurestates/", "state", new { feature = 2, enabled = true }, new { enabled = false }, new { feature_state_value = "own" });
        await steps.DoAllAsync(Identities + "{identity}/traits/", "trait", new { trait_key = "city", trait_value = "Köln" }, new { trait_value = "Bonn" }, new { trait_value = 3 });
    }
}
