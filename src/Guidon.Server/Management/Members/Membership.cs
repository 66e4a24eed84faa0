using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Members;

/// <summary>Joining and leaving an organisation.</summary>
internal static class Membership
{
    /// <summary>Adds a person, also to the organisation's default groups and to those that are named. Nothing happens to who is a member.</summary>
    internal static void Join(ControlPlane plane, int organisationId, int userId, string role, IEnumerable<int> groups)
    {
        if (plane.Members.Any(member => member.OrganisationId == organisationId && member.UserId == userId)) return;
        plane.Add(new OrganisationMember { OrganisationId = organisationId, UserId = userId, Role = role });
        var defaults = plane.Groups.Where(group => group.OrganisationId == organisationId && group.IsDefault).Select(group => group.Id).ToList();
        foreach (var group in defaults.Union(groups)) plane.Add(new GroupMember { GroupId = group, UserId = userId });
    }

    /// <summary>Takes a person out of the organisation with everything that was granted to it there.</summary>
    internal static void Leave(ControlPlane plane, OrganisationMember member)
    {
        var (organisation, user) = (member.OrganisationId, member.UserId);
        var projects = plane.Projects.Where(project => project.OrganisationId == organisation).Select(project => project.Id);
        var environments = plane.Environments.Where(environment => projects.Contains(environment.ProjectId)).Select(environment => environment.Id);
        plane.RemoveRange(plane.Grants.Where(grant => grant.UserId == user
            && (grant.OrganisationId == organisation || projects.Any(id => id == grant.ProjectId) || environments.Any(id => id == grant.EnvironmentId))));
        plane.RemoveRange(plane.GroupMembers.Where(each => each.UserId == user && plane.Groups.Any(group => group.Id == each.GroupId && group.OrganisationId == organisation)));
        plane.Remove(member);
    }

    /// <summary>Whether the organisation would be left without an administrator.</summary>
    internal static bool IsLastAdmin(ControlPlane plane, OrganisationMember member) =>
        member.Role == OrganisationMember.Admin && !HasAdminBeside(plane, member.OrganisationId, [member.UserId]);

    /// <summary>Whether one of the organisation's administrators is none of these people, and can sign in.</summary>
    internal static bool HasAdminBeside(ControlPlane plane, int organisationId, IReadOnlyList<int> userIds) => plane.Members.Any(each =>
        each.OrganisationId == organisationId && !userIds.Contains(each.UserId) && each.Role == OrganisationMember.Admin
        && plane.Users.Any(user => user.Id == each.UserId && user.DeactivatedAt == null));
}
