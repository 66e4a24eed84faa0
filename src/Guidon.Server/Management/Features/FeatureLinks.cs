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
        _tags = (from link in plane.FeatureTags.AsNoTracking()
                 join tag in plane.Tags on link.TagId equals tag.Id
                 where featureIds.Contains(link.FeatureId)
                 orderby tag.Id
                 select new { link.FeatureId, tag.Id, tag.IsPermanent }).ToLookup(each => each.FeatureId, each => (each.Id, each.IsPermanent));
        _owners = (from link in plane.FeatureOwners.AsNoTracking()
                   join user in plane.Users on link.UserId equals user.Id
                   where featureIds.Contains(link.FeatureId)
                   orderby user.Id
                   select new { link.FeatureId, User = user }).ToLookup(each => each.FeatureId, each => each.User);
        _groups = (from link in plane.FeatureGroupOwners.AsNoTracking()
                   join named in plane.Groups on link.GroupId equals named.Id
                   where featureIds.Contains(link.FeatureId)
                   orderby named.Id
                   select new { link.FeatureId, named.Id, named.Name }).ToLookup(each => each.FeatureId, each => new GroupOwnerAnswer(each.Id, each.Name));
    }

    internal IReadOnlyList<int> TagsOf(int featureId) => [.. _tags[featureId].Select(each => each.Id)];

    internal bool IsPermanent(int featureId) => _tags[featureId].Any(each => each.IsPermanent);

    internal IReadOnlyList<OwnerAnswer> OwnersOf(int featureId) => [.. _owners[featureId].Select(Show)];

    internal bool HasOwner(int featureId, int userId) => _owners[featureId].Any(each => each.Id == userId);

    internal IReadOnlyList<GroupOwnerAnswer> GroupOwnersOf(int featureId) => [.. _groups[featureId]];

    internal bool HasGroupOwner(int featureId, int groupId) => GroupOwnersOf(featureId).Any(each => each.Id == groupId);

    private static OwnerAnswer Show(UserAccount user) => new(user.Id, user.Uuid, user.Email, user.FirstName, user.LastName, user.LastLoginAt?.UtcDateTime);
}
