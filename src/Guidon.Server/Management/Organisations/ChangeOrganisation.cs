using Guidon.Server.Edge;

namespace Guidon.Server.Management.Organisations;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/organisations/{organisation}/</c>. Its name stands in the documents of all its environments.</summary>
internal sealed class ChangeOrganisation(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new OrganisationFields(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            var organisation = change.Plane.Organisations.Single(each => each.Id == caller.OrganisationId);
            var name = organisation.Name;
            fields.Apply(organisation);
            if (organisation.Name != name) Touch(change, organisation.Id);
            return OrganisationView.Answer(StatusCodes.Status200OK, change.Plane, caller, organisation);
        });
    });

    private static void Touch(Change change, int organisationId)
    {
        var projects = change.Plane.Projects.Where(each => each.OrganisationId == organisationId).Select(each => each.Id);
        foreach (var environment in change.Plane.Environments.Where(each => projects.Contains(each.ProjectId)).Select(each => each.Id).ToList()) change.Touch(environment);
    }
}
