using Guidon.Server.Management.Auth;

namespace Guidon.Server.Management.People;

/// <summary>
/// <c>DELETE /api/guidon/v1/people/{user}/external-logins</c>: 204, for those who look after the installation. No provider's person is this person any more,
/// and who came as it is signed out. The next one whom the provider vouches for with the address is: for an address that was given to somebody else.
/// </summary>
internal sealed class RemoveExternalLogins(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var id = http.PathId("user");
        if (!caller.IsSuperuser || !change.Plane.Users.Any(each => each.Id == id)) return Reply.NotFound;
        change.Plane.RemoveRange(change.Plane.ExternalLogins.Where(each => each.UserId == id));
        // Whoever unlinks their own stays to link it anew.
        Tokens.RevokeOthers(change, id, caller.TokenHash);
        return Reply.NoContent;
    });
}
