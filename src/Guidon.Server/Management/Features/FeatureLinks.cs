using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Features;

/// <summary>Tags and owners of some features, read at once.</summary>
internal sealed class FeatureLinks
{
    private readonly ILookup<int, (int Id, bool IsPermanent)> _tags;
    private readonly ILookup<int, UserAccount> _owners;
    private readonly ILookup<int, GroupOwnerAnswer> _groups;

    internal FeatureLinks(ControlPlane plane, IReadOnlyList<int> featureIds)
    {
        // Links first, by their own key, and what they name after: joined, an engine begins at the tag that everything has.
        var tags = plane.FeatureTags.AsNoTracking().Where(link => featureIds.Contains(link.FeatureId)).OrderBy(link => link.TagId).ToList();
        var tagIds = tags.Select(link => link.TagId).Distinct().ToList();
        var permanent = plane.Tags.Where(tag => tagIds.Contains(tag.Id) && tag.IsPermanent).Select(tag => tag.Id).ToHashSet();
        _tags = tags.ToLookup(link => link.FeatureId, link => (link.TagId, permanent.Contains(link.TagId)));
        var owners = plane.FeatureOwners.AsNoTracking().Where(link => featureIds.Contains(link.FeatureId)).OrderBy(link => link.UserId).ToList();
        var userIds = owners.Select(link => link.UserId).Distinct().ToList();
        var users = plane.Users.AsNoTracking().Where(user => userIds.Contains(user.Id)).ToDictionary(user => user.Id);
        _owners = owners.ToLookup(link => link.FeatureId, link => users[link.UserId]);
        var groups = plane.FeatureGroupOwners.AsNoTracking().Where(link => featureIds.Contains(link.FeatureId)).OrderBy(link => link.GroupId).ToList();
        var groupIds = groups.Select(link => link.GroupId).Distinct().ToList();
        var names = plane.Groups.Where(named => groupIds.Contains(named.Id)).ToDictionary(named => named.Id, named => named.Name);
        _groups = groups.ToLookup(link => link.FeatureId, link => new GroupOwnerAnswer(link.GroupId, names[link.GroupId]));
    }

    internal IReadOnlyList<int> TagsOf(int featureId) => [.. _tags[featureId].Select(each => each.Id)];

    internal bool IsPermanent(int featureId) => _tags[featureId].Any(each => each.IsPermanent);

    internal IReadOnlyList<OwnerAnswer> OwnersOf(int featureId) => [.. _owners[featureId].Select(Show)];

    internal bool HasOwner(int featureId, int userId) => _owners[featureId].Any(each => each.Id == userId);

    internal IReadOnlyList<GroupOwnerAnswer> GroupOwnersOf(int featureId) => [.. _groups[featureId]];

    internal bool HasGroupOwner(int featureId, int groupId) => GroupOwnersOf(featureId).Any(each => each.Id == groupId);

    private static OwnerAnswer Show(UserAccount user) => new(user.Id, user.Uuid, user.Email, user.FirstName, user.LastName, user.LastLoginAt?.UtcDateTime);
}
