using Guidon.Contracts;
using Guidon.Server.Management.Members;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Grants;

/// <summary>Finds and shows what holders of one kind were granted at the place that the path names.</summary>
/// <param name="holder">The kind.</param>
internal sealed class GrantView(Holder holder)
{
    internal Holder Holder => holder;

    /// <summary>What the field is called that names the holder.</summary>
    internal string HolderField => holder switch
    {
        Holder.User => "user",
        Holder.Group => "group",
        _ => "master_api_key",
    };

    internal IQueryable<PermissionGrant> At(ControlPlane plane, Place place) =>
        (place switch
        {
            { EnvironmentId: { } environment } => plane.Grants.Where(grant => grant.EnvironmentId == environment),
            { ProjectId: { } project } => plane.Grants.Where(grant => grant.ProjectId == project),
            _ => plane.Grants.Where(grant => grant.OrganisationId == place.OrganisationId),
        }).Where(grant => holder == Holder.User ? grant.UserId != null : holder == Holder.Group ? grant.GroupId != null : grant.MasterApiKeyId != null);

    /// <summary>The grant that the path names; <see langword="null"/> when the place has no such thing.</summary>
    internal PermissionGrant? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        var id = http.PathId("grant");
        return At(plane, caller.Place).SingleOrDefault(grant => grant.Id == id);
    }

    internal static GrantAnswer Show(ControlPlane plane, PermissionGrant grant) => new()
    {
        Id = grant.Id,
        Permissions = grant.Permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Admin = grant.IsAdmin,
        User = grant.UserId is { } user ? MemberView.Show(plane.Users.AsNoTracking().Single(each => each.Id == user)) : null,
        MasterApiKey = grant.MasterApiKeyId,
        Group = grant.GroupId is { } group ? new GroupSummary(group, plane.Groups.Where(each => each.Id == group).Select(each => each.Name).Single()) : null,
    };

    internal static Reply Answer(int status, ControlPlane plane, PermissionGrant grant) => Reply.Of(status, Show(plane, grant), ContractsJson.Default.GrantAnswer);
}
