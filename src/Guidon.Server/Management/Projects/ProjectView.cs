using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Projects;

/// <summary>Shows projects with what they may have and what they have.</summary>
internal static class ProjectView
{
    internal static IReadOnlyList<ProjectAnswer> Show(ControlPlane plane, IReadOnlyList<Project> projects)
    {
        var ids = projects.Select(each => each.Id).ToList();
        var features = plane.Features.Where(each => ids.Contains(each.ProjectId)).GroupBy(each => each.ProjectId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionary(each => each.Key, each => each.Count);
        var segments = plane.Segments.Where(each => ids.Contains(each.ProjectId)).GroupBy(each => each.ProjectId)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionary(each => each.Key, each => each.Count);
        return [.. projects.Select(each => Show(each, features.GetValueOrDefault(each.Id), segments.GetValueOrDefault(each.Id)))];
    }

    internal static Reply Answer(ControlPlane plane, int status, Project project) =>
        Reply.Of(status, Show(plane, [project])[0], ContractsJson.Default.ProjectAnswer);

    private static ProjectAnswer Show(Project project, int features, int segments) => new()
    {
        Id = project.Id,
        Uuid = project.Uuid,
        Name = project.Name,
        Organisation = project.OrganisationId,
        CreatedDate = project.CreatedAt.UtcDateTime,
        HideDisabledFlags = project.HideDisabledFlags,
        EnableRealtimeUpdates = project.EnableRealtimeUpdates,
        PreventFlagDefaults = project.PreventFlagDefaults,
        OnlyAllowLowerCaseFeatureNames = project.OnlyAllowLowerCaseFeatureNames,
        FeatureNameRegex = project.FeatureNameRegex,
        StaleFlagsLimitDays = project.StaleFlagsLimitDays,
        MinimumChangeRequestApprovals = project.MinimumChangeRequestApprovals,
        EnforceFeatureOwners = project.EnforceFeatureOwners,
        MaxSegmentsAllowed = DocumentLimits.SegmentsMax,
        MaxFeaturesAllowed = DocumentLimits.FeaturesMax,
        MaxSegmentOverridesAllowed = DocumentLimits.SegmentOverridesMax,
        TotalFeatures = features,
        TotalSegments = segments,
    };
}
