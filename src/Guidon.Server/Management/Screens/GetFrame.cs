using Guidon.Contracts;
using Guidon.Server.Management.Grants;
using Guidon.Server.Management.Projects;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Screens;

/// <summary><c>GET /api/guidon/v1/frame</c>: organisation, projects and environments in one request, for what stands around every screen.</summary>
/// <param name="store">What is read.</param>
/// <param name="findings">How many findings the last look at the stored data had.</param>
/// <param name="address">Where people reach this server.</param>
internal sealed class GetFrame(IControlPlaneStore store, Func<int> findings, PublicAddress address)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        // Who chose an organisation that is not theirs, or not any more, is shown their first.
        var own = caller.Organisations.ContainsKey(caller.OrganisationId) ? caller : caller with { Place = new Place(caller.Organisations.Keys.FirstOrDefault()) };
        var frame = await store.ReadAsync(plane => Frame(plane, own), http.RequestAborted);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, frame, ContractsJson.Default.FrameAnswer);
    }

    private FrameAnswer Frame(ControlPlane plane, Caller caller)
    {
        var here = new Place(caller.OrganisationId);
        var projects = plane.Projects.AsNoTracking().Where(each => each.OrganisationId == caller.OrganisationId).AsEnumerable()
            .Where(each => caller.May(Permission.View, Place.Of(each))).ToList();
        var ids = projects.Select(each => each.Id).ToList();
        var environments = plane.Environments.AsNoTracking().Where(each => ids.Contains(each.ProjectId)).OrderBy(each => each.Id).ToLookup(each => each.ProjectId);
        List<int> memberships = [.. caller.Organisations.Keys];
        var organisations = plane.Organisations.Where(each => memberships.Contains(each.Id)).Select(each => new NamedReference(each.Id, each.Name)).ToList();
        var name = organisations.Find(each => each.Id == caller.OrganisationId)?.Name ?? "";
        var isAdmin = caller.May(Permission.Admin, here);
        var makesProjects = CreateProject.May(plane, caller, here);
        return new FrameAnswer(
            caller.OrganisationId, name, caller.Name, isAdmin, isAdmin ? findings() : 0,
            [.. projects.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase).ThenBy(each => each.Id).Select(project => Show(caller, project, environments[project.Id]))],
            [.. organisations.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase).ThenBy(each => each.Id)],
            [.. Held(caller, here).Where(key => makesProjects || key != OrganisationPermission.CreateProject.Key)],
            address.IsKnown ? address.Of("") : null);
    }

    private static FrameProject Show(Caller caller, Project project, IEnumerable<ProjectEnvironment> environments)
    {
        var place = Place.Of(project);
        return new FrameProject(
            project.Id, project.Name,
            [
                .. environments.Select(each => (each, place with { EnvironmentId = each.Id })).Where(pair => caller.May(Permission.View, pair.Item2))
                    .Select(pair => new FrameEnvironment(pair.each.Id, pair.each.Name, pair.each.ApiKey, caller.May(Permission.Admin, pair.Item2), Held(caller, pair.Item2), pair.each.UseFeatureVersions)),
            ],
            caller.May(Permission.Admin, place), Held(caller, place));
    }

    private static List<string> Held(Caller caller, Place place) => [.. PermissionCatalogue.Of(place.Level).Where(each => caller.May(each, place)).Select(each => each.Key)];
}
