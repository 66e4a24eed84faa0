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

    /// <summary>All members of an organisation, by id.</summary>
    internal static IReadOnlyList<MemberAnswer> List(ControlPlane plane, int organisationId) =>
    [
        .. plane.Members.AsNoTracking().Where(member => member.OrganisationId == organisationId)
            .Join(plane.Users.AsNoTracking(), member => member.UserId, user => user.Id, (member, user) => new { member.Role, user })
            .OrderBy(each => each.user.Id).AsEnumerable().Select(each => Show(each.user, each.Role)),
    ];
}
