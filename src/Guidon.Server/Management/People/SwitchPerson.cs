using Guidon.Server.Management.Auth;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.People;

/// <summary>
/// <c>POST /api/guidon/v1/people/{user}/deactivate</c> and <c>…/activate</c>: 204, for those who look after the installation. Who is deactivated is signed out
/// everywhere and gets in by no way, password, provider or reset; memberships and grants stay for the day of coming back.
/// </summary>
internal sealed class SwitchPerson(ControlPlaneChanges changes)
{
    internal Task DeactivateAsync(HttpContext http, Caller caller) => SwitchAsync(http, caller, isOff: true);

    internal Task ActivateAsync(HttpContext http, Caller caller) => SwitchAsync(http, caller, isOff: false);

    private Task SwitchAsync(HttpContext http, Caller caller, bool isOff) => changes.AnswerAsync(http, caller, change =>
    {
        var id = http.PathId("user");
        if (!caller.IsSuperuser || change.Plane.Users.SingleOrDefault(each => each.Id == id) is not { } user) return Reply.NotFound;
        if (isOff && user.Id == caller.UserId) return Reply.Invalid("Nobody deactivates themselves: the installation would be left without its keeper.");
        Switch(change, user, isOff);
        return Reply.NoContent;
    });

    private static void Switch(Change change, UserAccount user, bool isOff)
    {
        user.DeactivatedAt = isOff ? user.DeactivatedAt ?? change.Now : null;
        if (!isOff) return;
        Tokens.RevokeOthers(change, user.Id, kept: null);
        RequestReset.Withdraw(change, user.Id);
    }
}
