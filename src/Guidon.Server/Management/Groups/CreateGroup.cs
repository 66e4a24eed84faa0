using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Groups;

/// <summary><c>POST /api/v1/organisations/{organisation}/groups/</c>: 201.</summary>
internal sealed class CreateGroup(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new GroupFields(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            var group = new UserGroup { OrganisationId = caller.OrganisationId, Name = fields.Name };
            fields.Apply(group);
            change.Plane.Add(group);
            change.Plane.SaveChanges();   // the answer needs its id
            return GroupView.Answer(StatusCodes.Status201Created, change.Plane, group);
        });
    });
}
