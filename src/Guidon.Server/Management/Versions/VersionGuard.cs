using System.Collections.Immutable;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Versions;

/// <summary>Says who may write versions: whoever may write directly what they say differently.</summary>
internal static class VersionGuard
{
    /// <summary>403 for who may write neither part of a flag, 400 where no versions are kept; <see langword="null"/> otherwise.</summary>
    internal static Reply? Refusal(Change change, ProjectEnvironment environment)
    {
        var place = Place.Of(change.Plane, environment);
        if (!change.Caller.May(EnvironmentPermission.UpdateFeatureState, place) && !change.Caller.May(EnvironmentPermission.ManageSegmentOverrides, place)) return Reply.Forbidden;
        return environment.UseFeatureVersions ? null : Reply.Invalid("This environment keeps no versions: switch it over with enable-v2-versioning.");
    }

    /// <summary>403 when something differs that the caller may not write; <see langword="null"/> otherwise.</summary>
    internal static Reply? Refusal(Change change, ProjectEnvironment environment, ImmutableArray<AuditField> differences)
    {
        var place = Place.Of(change.Plane, environment);
        var may = (!VersionDifference.Touches(differences, isOverride: false) || change.Caller.May(EnvironmentPermission.UpdateFeatureState, place))
            && (!VersionDifference.Touches(differences, isOverride: true) || change.Caller.May(EnvironmentPermission.ManageSegmentOverrides, place));
        return may ? null : Reply.Forbidden;
    }

    /// <summary>The record of what was done to a version itself; what became different by it has records of its own.</summary>
    internal static AuditEntry EntryOf(Change change, ProjectEnvironment environment, Feature feature, FeatureVersion version, string action, string done, ImmutableArray<AuditField> fields)
    {
        var place = Place.Of(change.Plane, environment);
        return new AuditEntry
        {
            RelatedType = "EF_VERSION",
            RelatedUuid = version.Uuid,
            FeatureId = feature.Id,
            OrganisationId = place.OrganisationId,
            ProjectId = place.ProjectId,
            EnvironmentId = environment.Id,
            Action = action,
            Summary = $"{done} for feature: {feature.Name}",
            Fields = fields,
        };
    }
}
