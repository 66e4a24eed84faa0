namespace Guidon.Server.Management.Applications;

/// <summary><c>DELETE /api/guidon/v1/applications/{consent}</c>: 204. The application acts in the caller's name no more, from the next request on.</summary>
internal sealed class DeleteConsent(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var id = http.PathId("consent");
        if (change.Plane.Consents.SingleOrDefault(each => each.Id == id && each.UserId == caller.UserId) is not { } consent) return Reply.NotFound;
        change.Plane.Remove(consent);
        return Reply.NoContent;
    });
}
