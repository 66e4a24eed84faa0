using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>What operations that only read share.</summary>
internal static class Reading
{
    /// <summary>Reads one moment of the control plane and answers.</summary>
    internal static async Task AnswerAsync(this IControlPlaneStore store, HttpContext http, Func<ControlPlane, Reply> read)
    {
        var reply = await store.ReadAsync(read, http.RequestAborted);
        await reply.SendAsync(http);
    }

    /// <summary>The person, while it belongs to the organisation.</summary>
    internal static UserAccount? FindMember(this ControlPlane plane, int organisationId, int userId) =>
        plane.Members.Any(member => member.OrganisationId == organisationId && member.UserId == userId) ? plane.Users.SingleOrDefault(user => user.Id == userId) : null;
}
