using Guidon.Server.Edge;

namespace Guidon.Server.Management.Groups;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/organisations/{organisation}/groups/{group}/</c>.</summary>
internal sealed class ChangeGroup(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new GroupFields(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (GroupView.Find(change.Plane, caller, http) is not { } group) return Reply.NotFound;
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            fields.Apply(group);
            return GroupView.Answer(StatusCodes.Status200OK, change.Plane, group);
        });
    });
}
