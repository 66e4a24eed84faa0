using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Projects;

/// <summary><c>POST /api/v1/projects/</c>: 201. Names are unique inside the organisation.</summary>
internal sealed class CreateProject(ControlPlaneChanges changes)
{
    internal const int ProjectsMax = 1_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new ProjectBody(body, isNew: true);
        return changes.AnswerAsync(http, caller, change =>
        {
            var place = new Place(wanted.OrganisationId ?? 0);
            if (wanted.OrganisationId is { } id && !caller.May(Permission.Member, place))
                wanted.Errors.Add("organisation", $"Invalid pk \"{id}\" - object does not exist.");
            else if (wanted.OrganisationId is not null && !May(change.Plane, caller, place)) return Reply.Forbidden;
            ProjectName.Check(change, place.OrganisationId, wanted, ownId: 0);
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            if (change.Plane.Projects.Count(each => each.OrganisationId == place.OrganisationId) >= ProjectsMax) return Reply.Full("projects", ProjectsMax);
            var project = new Project { Uuid = change.NewUuid(), OrganisationId = place.OrganisationId, Name = wanted.Name ?? "", CreatedAt = change.Now };
            wanted.Apply(project);
            change.Plane.Add(project);
            change.Plane.SaveChanges();   // the answer needs its id
            CreatorGrant.Add(change, caller, Place.Of(project));
            return ProjectView.Answer(change.Plane, StatusCodes.Status201Created, project);
        });
    });

    /// <summary>Whether the caller may make projects there: some organisations leave that to their administrators, whatever was granted.</summary>
    internal static bool May(ControlPlane plane, Caller caller, Place organisation) => caller.May(
        plane.Organisations.Any(each => each.Id == organisation.OrganisationId && each.RestrictProjectCreateToAdmin) ? Permission.Admin : OrganisationPermission.CreateProject, organisation);
}
