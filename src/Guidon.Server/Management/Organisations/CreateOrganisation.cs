using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Organisations;

/// <summary>
/// <c>POST /api/v1/organisations/</c>: 201, and its maker is its administrator. 403 for master API keys, which belong to one, and for people where
/// only superusers create organisations.
/// </summary>
internal sealed class CreateOrganisation(ControlPlaneChanges changes, AccessOptions options)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new OrganisationFields(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (caller.UserId is not { } user || (options.RestrictOrganisations && !caller.IsSuperuser)) return Reply.Forbidden;
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            var organisation = new Organisation { Uuid = change.NewUuid(), Name = fields.Name, CreatedAt = change.Now };
            fields.Apply(organisation);
            change.Plane.Add(organisation);
            change.Plane.SaveChanges();   // the member needs its id
            change.Plane.Add(new OrganisationMember { OrganisationId = organisation.Id, UserId = user, Role = OrganisationMember.Admin });
            change.Plane.SaveChanges();   // members are counted
            return OrganisationView.Answer(StatusCodes.Status201Created, change.Plane, caller, organisation);
        });
    });
}
