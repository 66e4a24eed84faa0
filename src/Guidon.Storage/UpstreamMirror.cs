using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>
/// What an edge keeps of its upstream, in the tables that the server serves from anyway: a row per configured environment, its keys and
/// the last good document. A start from disk, traits, destinations and events need no other code than a server's own.
/// </summary>
public static class UpstreamMirror
{
    // Marks the folder: an edge has this organisation and nobody in it.
    private static readonly Guid s_mark = new("6b1d5e6a-7f0e-8c55-9d0a-67756964656e");

    /// <summary>Whether the store was written by an edge, so that a server does not take it for its own.</summary>
    public static Task<bool> IsOneAsync(IControlPlaneStore store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ReadAsync(plane => plane.Organisations.Any(organisation => organisation.Uuid == s_mark), cancellation);
    }

    /// <summary>
    /// Makes the rows what the configuration says, in one transaction. An environment that is no longer named loses its keys and its
    /// document; its events and traits stay and are its own again when it comes back.
    /// </summary>
    /// <param name="store">The control plane.</param>
    /// <param name="order">What the configuration names.</param>
    /// <param name="uuids">Uuids of what is created.</param>
    /// <param name="now">Creation time, UTC.</param>
    /// <param name="cancellation">Stops the wait for the writer.</param>
    /// <returns>Client-side key → id, for all that are named; <see langword="null"/> when the store is a server's, and then nothing was changed.</returns>
    public static Task<IReadOnlyDictionary<string, int>?> ReconcileAsync(
        IControlPlaneStore store, UpstreamOrder order, UuidSource uuids, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.WriteAsync(
            plane => plane.Organisations.Any(organisation => organisation.Uuid != s_mark) ? null : Reconcile(plane, order, uuids, now),
            cancellation);
    }

    /// <summary>Replaces the document of one environment: wholly or not at all, whatever happens to the process or the power.</summary>
    /// <param name="store">The control plane.</param>
    /// <param name="environmentId">An id from <see cref="ReconcileAsync"/>.</param>
    /// <param name="document">UTF-8 JSON that was checked.</param>
    /// <param name="now">When it was fetched, UTC.</param>
    /// <param name="cancellation">Stops the wait for the writer.</param>
    /// <exception cref="StorageException">Nothing was stored; the document before is still there.</exception>
    public static Task KeepAsync(
        IControlPlaneStore store, int environmentId, ReadOnlyMemory<byte> document, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var bytes = document.ToArray();
        return store.WriteAsync(
            plane =>
            {
                var changed = plane.PublishedDocuments.Where(each => each.EnvironmentId == environmentId).ExecuteUpdate(
                    set => set.SetProperty(each => each.Document, bytes).SetProperty(each => each.PublishedAt, now));
                if (changed > 0) return changed;
                plane.Add(new PublishedDocument
                {
                    EnvironmentId = environmentId,
                    Document = bytes,
                    Features = FeatureDetailEncoding.Encode([]),
                    PublishedAt = now,
                });
                return 1;
            },
            cancellation);
    }

    private static IReadOnlyDictionary<string, int>? Reconcile(ControlPlane plane, UpstreamOrder order, UuidSource uuids, DateTimeOffset now)
    {
        var project = plane.Projects.SingleOrDefault() ?? CreateProject(plane, uuids, now);
        var known = plane.Environments.ToDictionary(environment => environment.ApiKey, StringComparer.Ordinal);
        foreach (var keys in order.Environments.Where(keys => !known.ContainsKey(keys.ClientKey)))
            known[keys.ClientKey] = plane.Add(NewEnvironment(project.Id, keys.ClientKey, uuids, now)).Entity;
        plane.SaveChanges();
        var named = order.Environments.ToDictionary(keys => keys.ClientKey, keys => known[keys.ClientKey].Id, StringComparer.Ordinal);
        int[] ids = [.. named.Values];
        plane.PublishedDocuments.Where(document => !ids.Contains(document.EnvironmentId)).ExecuteDelete();
        plane.ServerKeys.ExecuteDelete();
        plane.AddRange(order.Environments.Select(keys => new ServerKey
        {
            EnvironmentId = named[keys.ClientKey],
            Name = "From the configuration",
            KeyHash = keys.ServerKeyHash,
            LastFour = keys.LastFour,
            CreatedAt = now,
        }));
        plane.MasterApiKeys.ExecuteDelete();
        if (order.MasterKeyHash is { } hash) plane.Add(NewMasterKey(project.OrganisationId, hash, now));
        return named;
    }

    private static Project CreateProject(ControlPlane plane, UuidSource uuids, DateTimeOffset now)
    {
        var organisation = plane.Add(new Organisation { Uuid = s_mark, Name = "Upstream", CreatedAt = now }).Entity;
        plane.SaveChanges();
        var project = plane.Add(new Project { Uuid = uuids.Next(), OrganisationId = organisation.Id, Name = "Upstream", CreatedAt = now }).Entity;
        plane.SaveChanges();
        return project;
    }

    // Named by its key: the upstream may give two environments each other's names between two documents.
    private static ProjectEnvironment NewEnvironment(int projectId, string clientKey, UuidSource uuids, DateTimeOffset now) => new()
    {
        Uuid = uuids.Next(),
        ProjectId = projectId,
        Name = clientKey,
        ApiKey = clientKey,
        CreatedAt = now,
        UpdatedAt = now,
    };

    private static MasterApiKey NewMasterKey(int organisationId, string hash, DateTimeOffset now) => new()
    {
        OrganisationId = organisationId,
        Name = "From the configuration",
        Prefix = "edge",
        KeyHash = hash,
        CreatedAt = now,
    };
}
