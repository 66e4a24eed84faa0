using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Members;

/// <summary>Shows people to other members.</summary>
internal static class MemberView
{
    internal static MemberAnswer Show(UserAccount user, string? role = null, bool? isGroupAdmin = null) => new()
    {
        Id = user.Id,
        Uuid = user.Uuid,
        Email = user.Email,
        FirstName = user.FirstName,
        LastName = user.LastName,
        LastLogin = user.LastLoginAt?.UtcDateTime,
        DateJoined = user.CreatedAt.UtcDateTime,
        Role = role,
        GroupAdmin = isGroupAdmin,
    };

    /// <summary>The same with who has a second factor, for those who may ask for one.</summary>
    internal static IReadOnlyList<MemberAnswer> WithSecondFactors(ControlPlane plane, IReadOnlyList<MemberAnswer> members)
    {
        var ids = members.Select(each => each.Id).ToList();
        var having = plane.SecondFactors.Where(each => each.ConfirmedAt != null && ids.Contains(each.UserId)).Select(each => each.UserId).ToHashSet();
        return [.. members.Select(each => each with { HasSecondFactor = having.Contains(each.Id) })];
    }

    /// <summary>All members of an organisation, by id.</summary>
    internal static IReadOnlyList<MemberAnswer> List(ControlPlane plane, int organisationId) =>
    [
        .. plane.Members.AsNoTracking().Where(member => member.OrganisationId == organisationId)
            .Join(plane.Users.AsNoTracking(), member => member.UserId, user => user.Id, (member, user) => new { member.Role, user })
            .OrderBy(each => each.user.Id).AsEnumerable().Select(each => Show(each.user, each.Role)),
    ];
}
