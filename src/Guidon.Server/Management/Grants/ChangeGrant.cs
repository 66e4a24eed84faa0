using Guidon.Server.Edge;

namespace Guidon.Server.Management.Grants;

/// <summary><c>PUT</c> and <c>PATCH …/user-permissions/{grant}/</c> and <c>…/user-group-permissions/{grant}/</c>. The holder stays.</summary>
internal sealed class ChangeGrant(ControlPlaneChanges changes, GrantView view)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new GrantFields(body, view, caller.Place.Level, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (view.Find(change.Plane, caller, http) is not { } grant) return Reply.NotFound;
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            fields.Apply(grant);
            return GrantView.Answer(StatusCodes.Status200OK, change.Plane, grant);
        });
    });
}
