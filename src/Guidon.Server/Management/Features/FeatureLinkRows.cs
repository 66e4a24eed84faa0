using Guidon.Server.Edge;
using Guidon.Server.Management.Grants;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>Checks and writes who looks after a feature and which tags it has.</summary>
internal static class FeatureLinkRows
{
    internal static void CheckTags(ControlPlane plane, Project project, IReadOnlyList<int> tags, FieldErrors errors)
    {
        var known = plane.Tags.Where(each => each.ProjectId == project.Id && tags.Contains(each.Id)).Select(each => each.Id).ToHashSet();
        Note(tags, known, "tags", errors);
    }

    /// <summary>Owners are members of the organisation, or its groups.</summary>
    internal static void Check(ControlPlane plane, Project project, Holder kind, IReadOnlyList<int> owners, string field, FieldErrors errors)
    {
        var known = kind == Holder.Group
            ? plane.Groups.Where(each => each.OrganisationId == project.OrganisationId && owners.Contains(each.Id)).Select(each => each.Id)
            : plane.Members.Where(each => each.OrganisationId == project.OrganisationId && owners.Contains(each.UserId)).Select(each => each.UserId);
        Note(owners, [.. known], field, errors);
    }

    internal static void SetTags(ControlPlane plane, int featureId, IReadOnlyList<int> tags)
    {
        var old = plane.FeatureTags.Where(each => each.FeatureId == featureId).ToList();
        plane.RemoveRange(old.Where(each => !tags.Contains(each.TagId)));
        plane.AddRange(tags.Except(old.Select(each => each.TagId)).Select(tag => new FeatureTag { FeatureId = featureId, TagId = tag }));
    }

    internal static void Add(ControlPlane plane, int featureId, Holder kind, IEnumerable<int> owners)
    {
        if (kind == Holder.Group) AddGroups(plane, featureId, owners);
        else AddPeople(plane, featureId, owners);
    }

    internal static void Remove(ControlPlane plane, int featureId, Holder kind, IReadOnlyList<int> owners)
    {
        if (kind == Holder.Group) plane.RemoveRange(plane.FeatureGroupOwners.Where(each => each.FeatureId == featureId && owners.Contains(each.GroupId)));
        else plane.RemoveRange(plane.FeatureOwners.Where(each => each.FeatureId == featureId && owners.Contains(each.UserId)));
    }

    /// <summary>Whether somebody, or a group, owns the feature who is none of these.</summary>
    internal static bool HasOwnerBeside(ControlPlane plane, int featureId, Holder kind, IReadOnlyList<int> owners)
    {
        var (users, groups) = kind == Holder.Group ? ((IReadOnlyList<int>)[], owners) : (owners, []);
        return plane.FeatureOwners.Any(each => each.FeatureId == featureId && !users.Contains(each.UserId))
            || plane.FeatureGroupOwners.Any(each => each.FeatureId == featureId && !groups.Contains(each.GroupId));
    }

    private static void AddPeople(ControlPlane plane, int featureId, IEnumerable<int> users)
    {
        var old = plane.FeatureOwners.Where(each => each.FeatureId == featureId).Select(each => each.UserId).ToHashSet();
        plane.AddRange(users.Where(user => !old.Contains(user)).Select(user => new FeatureOwner { FeatureId = featureId, UserId = user }));
    }

    private static void AddGroups(ControlPlane plane, int featureId, IEnumerable<int> groups)
    {
        var old = plane.FeatureGroupOwners.Where(each => each.FeatureId == featureId).Select(each => each.GroupId).ToHashSet();
        plane.AddRange(groups.Where(group => !old.Contains(group)).Select(group => new FeatureGroupOwner { FeatureId = featureId, GroupId = group }));
    }

    private static void Note(IReadOnlyList<int> wanted, HashSet<int> known, string field, FieldErrors errors)
    {
        var unknown = wanted.Where(id => !known.Contains(id)).ToList();
        if (unknown.Count > 0) errors.Add(field, $"Invalid pk \"{unknown[0]}\" - object does not exist.");
    }
}
