using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <param name="environment">Its key.</param>
    /// <param name="search">Part of an identifier; all of it in double quotes; empty for everybody.</param>
    /// <param name="page">From 1.</param>
    internal Task<Outcome<Page<IdentitySummary>>> IdentitiesAsync(string environment, string search, int page) =>
        GetAsync($"{Of(environment)}?page={page}&page_size=50&q={Escape(search)}", ContractsJson.Default.PageIdentitySummary);

    internal Task<Outcome<IdentitySummary>> IdentityAsync(string environment, int identity) => GetAsync($"{Of(environment)}{identity}/", ContractsJson.Default.IdentitySummary);

    internal Task<Outcome<IdentitySummary>> CreateIdentityAsync(string environment, string identifier) =>
        SendAsync(HttpMethod.Post, Of(environment), new JsonObject { ["identifier"] = identifier }, ContractsJson.Default.IdentitySummary);

    /// <summary>Every flag as this identity gets it now.</summary>
    internal Task<Outcome<IReadOnlyList<IdentityFlag>>> IdentityFlagsAsync(string environment, int identity) =>
        GetAsync($"{Of(environment)}{identity}/featurestates/all/", ContractsJson.Default.IReadOnlyListIdentityFlag);

    internal Task<Outcome<Page<TraitAnswer>>> TraitsAsync(string environment, int identity) =>
        GetAsync($"{Of(environment)}{identity}/traits/?page_size=999", ContractsJson.Default.PageTraitAnswer);

    /// <summary>The overrides for this identity.</summary>
    internal Task<Outcome<Page<FeatureStateAnswer>>> IdentityOverridesAsync(string environment, int identity) =>
        GetAsync($"{Of(environment)}{identity}/featurestates/?page_size=999", ContractsJson.Default.PageFeatureStateAnswer);

    /// <summary>The overrides of one feature for identities, the first of them.</summary>
    internal Task<Outcome<Page<FeatureStateAnswer>>> OverridesOfFeatureAsync(string environment, int feature) => GetAsync(
        $"/api/v1/environments/{Escape(environment)}/featurestates/?anyIdentity=true&feature={feature}&page_size=50", ContractsJson.Default.PageFeatureStateAnswer);

    /// <summary>Makes the override of a feature for an identity, or changes the one that there is.</summary>
    internal async Task<Refusal?> OverrideForIdentityAsync(string environment, int identity, int feature, bool enabled, JsonNode? value)
    {
        var there = await IdentityOverridesAsync(environment, identity);
        if (there.Value is null) return there.Refusal;
        var body = new JsonObject { ["enabled"] = enabled, ["feature_state_value"] = value };
        if (there.Value.Results.FirstOrDefault(each => each.Feature == feature) is { } own) return await DoAsync(HttpMethod.Patch, $"{Of(environment)}{identity}/featurestates/{own.Id}/", body);
        body["feature"] = feature;
        return await DoAsync(HttpMethod.Post, $"{Of(environment)}{identity}/featurestates/", body);
    }

    internal Task<Refusal?> RemoveIdentityOverrideAsync(string environment, int identity, int state) =>
        DoAsync(HttpMethod.Delete, $"{Of(environment)}{identity}/featurestates/{state}/", null);

    /// <summary>Why a flag is worth to an identity what it is.</summary>
    internal Task<Outcome<JsonObject>> ExplainAsync(string environment, string identifier, string feature) => GetAsync(
        $"{Own}environments/{Escape(environment)}/explain?identifier={Escape(identifier)}&feature={Escape(feature)}", ClientJson.Default.JsonObject);

    /// <summary>Takes an identity out of everything that is stored, and gives the receipt.</summary>
    internal Task<Outcome<ErasureSummary>> EraseAsync(string environment, string identifier) => SendAsync(
        HttpMethod.Delete, $"{Own}environments/{Escape(environment)}/identities/{Escape(identifier)}", null, ContractsJson.Default.ErasureSummary);

    private static string Of(string environment) => $"/api/v1/environments/{Escape(environment)}/identities/";
}
