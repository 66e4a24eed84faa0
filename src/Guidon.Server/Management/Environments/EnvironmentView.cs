using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Environments;

/// <summary>Shows environments.</summary>
internal static class EnvironmentView
{
    internal static IReadOnlyList<EnvironmentAnswer> Show(ControlPlane plane, IReadOnlyList<ProjectEnvironment> environments)
    {
        var ids = environments.Select(each => each.Id).ToList();
        var overrides = plane.FeatureStates.Where(each => ids.Contains(each.EnvironmentId) && each.SegmentId != null).GroupBy(each => each.EnvironmentId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionary(each => each.Key, each => each.Count);
        return [.. environments.Select(each => Show(each, overrides.GetValueOrDefault(each.Id)))];
    }

    internal static Reply Answer(ControlPlane plane, int status, ProjectEnvironment environment) =>
        Reply.Of(status, Show(plane, [environment])[0], ContractsJson.Default.EnvironmentAnswer);

    private static EnvironmentAnswer Show(ProjectEnvironment environment, int overrides) => new()
    {
        Id = environment.Id,
        Uuid = environment.Uuid,
        Name = environment.Name,
        ApiKey = environment.ApiKey,
        Description = environment.Description,
        Project = environment.ProjectId,
        MinimumChangeRequestApprovals = environment.MinimumChangeRequestApprovals,
        AllowClientTraits = environment.AllowClientTraits,
        BannerText = environment.BannerText,
        BannerColour = environment.BannerColour,
        HideDisabledFlags = environment.HideDisabledFlags,
        HideSensitiveData = environment.HideSensitiveData,
        UseIdentityCompositeKeyForHashing = environment.UseIdentityCompositeKeyForHashing,
        UseMvV2Evaluation = environment.UseIdentityCompositeKeyForHashing,
        UseIdentityOverridesInLocalEval = environment.UseIdentityOverridesInLocalEval,
        UseV2FeatureVersioning = environment.UseFeatureVersions,
        TotalSegmentOverrides = overrides,
    };
}
