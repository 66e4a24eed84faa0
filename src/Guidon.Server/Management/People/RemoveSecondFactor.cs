using Guidon.Server.Management.Auth;
using Guidon.Server.Management.SecondFactors;

namespace Guidon.Server.Management.People;

/// <summary>
/// <c>DELETE /api/guidon/v1/people/{user}/second-factor</c>: 204, for those who look after the installation. Helps who lost the app and the backup codes: the person is
/// signed out everywhere and gets in with the password alone, until a second factor is switched on again.
/// </summary>
internal sealed class RemoveSecondFactor(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var id = http.PathId("user");
        if (!caller.IsSuperuser || !change.Plane.Users.Any(each => each.Id == id)) return Reply.NotFound;
        FactorCodes.Remove(change, id);
        Tokens.RevokeOthers(change, id, caller.TokenHash);
        return Reply.NoContent;
    });
}
