using Guidon.Events;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management;

/// <summary>
/// How environments, projects and organisations go. Their own rows stay, marked and renamed: the log and the ledgers refer to them, and what is
/// kept about deliveries still belongs to its organisation. Destinations are cancelled in the same transaction; identities go soon after it.
/// </summary>
internal sealed class PlaceRemoval(ControlPlaneChanges changes, DestinationChanges destinations, PlaceSweep sweep)
{
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks for it.</param>
    /// <param name="remove">Removes the place; its reply refuses when there is no such thing for the caller.</param>
    internal Task AnswerAsync(HttpContext http, Caller caller, Func<Change, Reply> remove) => changes.AnswerAsync(http, caller, remove, () =>
    {
        sweep.Wake();
        return destinations.ApplyAsync();
    });

    /// <summary>Nobody sees the environment from the end of the change on, and its keys open nothing.</summary>
    internal static void Remove(Change change, Place place, ProjectEnvironment environment)
    {
        var plane = change.Plane;
        CancelDestinations(change, place with { EnvironmentId = environment.Id }, environment.Id, EventStream.OfEnvironmentChanges(environment.Id));
        plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.FeatureVersions.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.HealthEvents.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.ServerKeys.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.Grants.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.PublishedDocuments.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        (environment.Name, environment.DeletedAt) = ($"{environment.Id} deleted: {environment.Name}", change.Now);
        change.Reload(environment.Id);
        change.Forget(environment.Id, null);
    }

    /// <summary>With its environments and everything in them.</summary>
    internal static void Remove(Change change, Project project)
    {
        var (plane, place) = (change.Plane, Place.Of(project));
        foreach (var environment in plane.Environments.Where(each => each.ProjectId == project.Id).ToList()) Remove(change, place, environment);
        CancelDestinations(change, place, EventStream.OfProjectChanges(project.Id));
        plane.Features.Where(each => each.ProjectId == project.Id).ExecuteDelete();
        plane.CodeRepositories.Where(each => each.ProjectId == project.Id).ExecuteDelete();
        plane.HealthProviders.Where(each => each.ProjectId == project.Id).ExecuteDelete();
        plane.Segments.Where(each => each.ProjectId == project.Id).ExecuteDelete();
        plane.Tags.Where(each => each.ProjectId == project.Id).ExecuteDelete();
        plane.Grants.Where(each => each.ProjectId == project.Id).ExecuteDelete();
        (project.Name, project.DeletedAt) = ($"{project.Id} deleted: {project.Name}", change.Now);
    }

    /// <summary>With its projects, groups, keys, invites and memberships; people stay, and so do audit records.</summary>
    internal static void Remove(Change change, Organisation organisation)
    {
        var (plane, id) = (change.Plane, organisation.Id);
        foreach (var project in plane.Projects.Where(each => each.OrganisationId == id).ToList()) Remove(change, project);
        CancelDestinations(change, new Place(id), EventStream.OfOrganisationChanges(id), EventStream.OfAlerts(id));
        plane.Grants.Where(each => each.OrganisationId == id).ExecuteDelete();
        plane.MasterApiKeys.Where(each => each.OrganisationId == id).ExecuteDelete();
        plane.Groups.Where(each => each.OrganisationId == id).ExecuteDelete();
        plane.Invites.Where(each => each.OrganisationId == id).ExecuteDelete();
        plane.InviteLinks.Where(each => each.OrganisationId == id).ExecuteDelete();
        plane.Members.Where(each => each.OrganisationId == id).ExecuteDelete();
        organisation.DeletedAt = change.Now;
    }

    // What was pending is counted as cancelled.
    private static void CancelDestinations(Change change, Place place, params int[] streams)
    {
        foreach (var destination in change.Plane.Destinations.Of(streams.ToHashSet()))
        {
            if (change.Plane.Destinations.Delete(destination.Id, change.Now)) change.Noted.Add(DestinationChanges.EntryOf(place, destination, AuditRecord.Delete, []));
        }
    }
}
