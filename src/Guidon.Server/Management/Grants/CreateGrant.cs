using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Grants;

/// <summary><c>POST …/user-permissions/</c>, <c>…/user-group-permissions/</c> and <c>…/master-api-key-permissions/</c>: 201. One for each holder and place.</summary>
internal sealed class CreateGrant(ControlPlaneChanges changes, GrantView view)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var place = caller.Place;
        var fields = new GrantFields(body, view, place.Level, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            fields.Check(change.Plane, place, view);
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            var grant = new PermissionGrant
            {
                OrganisationId = place.Level == Level.Organisation ? place.OrganisationId : null,
                ProjectId = place.Level == Level.Project ? place.ProjectId : null,
                EnvironmentId = place.EnvironmentId,
                UserId = view.Holder == Holder.User ? fields.HolderId : null,
                GroupId = view.Holder == Holder.Group ? fields.HolderId : null,
                MasterApiKeyId = view.Holder == Holder.Key ? fields.HolderId : null,
                Permissions = "",
            };
            fields.Apply(grant);
            change.Plane.Add(grant);
            change.Plane.SaveChanges();   // the answer needs its id
            return GrantView.Answer(StatusCodes.Status201Created, change.Plane, grant);
        });
    });
}
