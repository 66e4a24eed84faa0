using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>Where a request wants something: an organisation, one of its projects, or one environment of that.</summary>
/// <param name="OrganisationId">Always known.</param>
/// <param name="ProjectId"><see langword="null"/> for an organisation.</param>
/// <param name="EnvironmentId"><see langword="null"/> for an organisation or a project.</param>
internal sealed record Place(int OrganisationId, int? ProjectId = null, int? EnvironmentId = null)
{
    internal Level Level => EnvironmentId is not null ? Level.Environment : ProjectId is not null ? Level.Project : Level.Organisation;

    internal static Place Of(Project project) => new(project.OrganisationId, project.Id);

    internal static Place Of(ControlPlane plane, ProjectEnvironment environment) =>
        new(plane.Projects.Where(each => each.Id == environment.ProjectId).Select(each => each.OrganisationId).Single(), environment.ProjectId, environment.Id);

    /// <summary>Whether the path names a place at all, be there such a thing or not.</summary>
    internal static bool IsNamed(HttpContext http) =>
        http.GetRouteValue("environment") is not null || http.GetRouteValue("environment_id") is not null
        || http.GetRouteValue("project") is not null || http.GetRouteValue("organisation") is not null;

    /// <summary>What the path names: <c>{environment}</c> by key, <c>{environment_id}</c>, <c>{project}</c> or <c>{organisation}</c> by id.</summary>
    /// <returns><see langword="null"/> when there is no such thing.</returns>
    internal static Place? Find(ControlPlane plane, HttpContext http)
    {
        if (http.GetRouteValue("environment") is string key) return Find(plane, plane.Environments.Where(each => each.ApiKey == key));
        var id = http.PathId("environment_id");
        if (id > 0) return Find(plane, plane.Environments.Where(each => each.Id == id));
        id = http.PathId("project");
        if (id > 0) return plane.Projects.SingleOrDefault(each => each.Id == id) is { } project ? Of(project) : null;
        id = http.PathId("organisation");
        return plane.Organisations.Any(each => each.Id == id) ? new Place(id) : null;
    }

    // Every request of an environment asks this.
    private static Place? Find(ControlPlane plane, IQueryable<ProjectEnvironment> environments) =>
        environments.Join(plane.Projects, each => each.ProjectId, project => project.Id, (each, project) => new Place(project.OrganisationId, project.Id, each.Id)).SingleOrDefault();
}
