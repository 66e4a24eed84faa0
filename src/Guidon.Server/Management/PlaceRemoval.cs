using Guidon.Delivery;
using Guidon.Events;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management;

/// <summary>
/// What goes with an environment or a project besides its own rows. The row itself stays, marked and renamed: the log and the ledgers refer to
/// it, and what is kept about deliveries still belongs to its organisation.
/// </summary>
internal sealed class PlaceRemoval(IControlPlaneStore store, IDeliveryStore deliveries, DestinationChanges destinations)
{
    // So many at once that other writers hardly wait.
    private const int IdentitiesPerStep = 5_000;

    /// <param name="http">The request.</param>
    /// <param name="find">What is to go; <see langword="null"/> when there is no such thing for the caller.</param>
    /// <param name="removeAsync">Removes the rows and answers.</param>
    internal async Task AnswerAsync(HttpContext http, Func<ControlPlane, (IReadOnlyList<int> Environments, int? Project)?> find, Func<Task> removeAsync)
    {
        if (await store.ReadAsync(find, http.RequestAborted) is not { } gone)
        {
            await Answers.NotFoundAsync(http);
            return;
        }

        await CancelDestinationsAsync(gone.Environments, gone.Project);
        await removeAsync();
        foreach (var environment in gone.Environments) await RemoveIdentitiesAsync(environment);
    }

    /// <summary>Nobody sees the environment from the end of the change on, and its keys open nothing.</summary>
    internal static void Remove(Change change, ProjectEnvironment environment)
    {
        var plane = change.Plane;
        plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.ServerKeys.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        plane.PublishedDocuments.Where(each => each.EnvironmentId == environment.Id).ExecuteDelete();
        (environment.Name, environment.DeletedAt) = ($"{environment.Id} deleted: {environment.Name}", change.Now);
        change.Reload(environment.Id);
        change.Forget(environment.Id, null);
    }

    // What was pending is counted as cancelled. Not cancellable: half of them would be worse than either.
    private async Task CancelDestinationsAsync(IReadOnlyList<int> environments, int? project)
    {
        var streams = environments.SelectMany(each => (int[])[each, EventStream.OfEnvironmentChanges(each)]).ToHashSet();
        if (project is { } id) streams.Add(EventStream.OfProjectChanges(id));
        var theirs = (await deliveries.DestinationsAsync(CancellationToken.None)).Where(each => streams.Contains(each.EnvironmentId)).ToList();
        foreach (var destination in theirs) await deliveries.DeleteAsync(destination.Id, CancellationToken.None);
        if (theirs.Count > 0) await destinations.ApplyAsync();
    }

    private async Task RemoveIdentitiesAsync(int environmentId)
    {
        while (await store.WriteAsync(plane => RemoveSome(plane, environmentId), CancellationToken.None) == IdentitiesPerStep)
        {
            // the next step
        }
    }

    // Their traits go with them.
    private static int RemoveSome(ControlPlane plane, int environmentId)
    {
        if (plane.Environments.Any(each => each.Id == environmentId)) return 0;   // the removal was refused
        var ids = plane.Identities.Where(each => each.EnvironmentId == environmentId).OrderBy(each => each.Id).Select(each => each.Id).Take(IdentitiesPerStep).ToList();
        var last = ids.LastOrDefault();
        return plane.Identities.Where(each => each.EnvironmentId == environmentId && each.Id <= last).ExecuteDelete();
    }
}
