using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Screens;

/// <summary><c>GET /api/guidon/v1/frame</c>: organisation, projects and environments in one request, for what stands around every screen.</summary>
/// <param name="store">What is read.</param>
/// <param name="findings">How many findings the last look at the stored data had.</param>
internal sealed class GetFrame(IControlPlaneStore store, Func<int> findings)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        // Who chose an organisation that is not theirs, or not any more, is shown their first.
        var own = caller.Organisations.ContainsKey(caller.OrganisationId) ? caller : caller with { Place = new Place(caller.Organisations.Keys.FirstOrDefault()) };
        var frame = await store.ReadAsync(plane => Frame(plane, own, findings()), http.RequestAborted);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, frame, ContractsJson.Default.FrameAnswer);
    }

    private static FrameAnswer Frame(ControlPlane plane, Caller caller, int found)
    {
        var projects = plane.Projects.AsNoTracking().Where(each => each.OrganisationId == caller.OrganisationId).AsEnumerable()
            .Where(each => caller.May(Permission.View, Place.Of(each))).ToList();
        var ids = projects.Select(each => each.Id).ToList();
        var environments = plane.Environments.AsNoTracking().Where(each => ids.Contains(each.ProjectId)).OrderBy(each => each.Id).ToLookup(each => each.ProjectId);
        List<int> memberships = [.. caller.Organisations.Keys];
        var organisations = plane.Organisations.Where(each => memberships.Contains(each.Id)).Select(each => new NamedReference(each.Id, each.Name)).ToList();
        var name = organisations.Find(each => each.Id == caller.OrganisationId)?.Name ?? "";
        var isAdmin = caller.May(Permission.Admin, new Place(caller.OrganisationId));
        return new FrameAnswer(caller.OrganisationId, name, caller.Name, isAdmin, isAdmin ? found : 0,
        [
            .. projects.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase).ThenBy(each => each.Id).Select(project => new FrameProject(
                project.Id, project.Name,
                [
                    .. environments[project.Id].Where(each => caller.May(Permission.View, new Place(caller.OrganisationId, project.Id, each.Id))).Select(each => new FrameEnvironment(each.Id, each.Name, each.ApiKey)),
                ])),
        ], [.. organisations.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase).ThenBy(each => each.Id)]);
    }
}
