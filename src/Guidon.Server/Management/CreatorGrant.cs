using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>Who may make a project or an environment looks after it, though the rest of the organisation is not theirs.</summary>
internal static class CreatorGrant
{
    internal static void Add(Change change, Caller caller, Place place)
    {
        if (caller.May(Permission.Admin, place)) return;
        change.Plane.Add(new PermissionGrant
        {
            ProjectId = place.EnvironmentId is null ? place.ProjectId : null,
            EnvironmentId = place.EnvironmentId,
            UserId = caller.UserId,
            MasterApiKeyId = caller.KeyId,
            Permissions = "",
            IsAdmin = true,
        });
    }
}
