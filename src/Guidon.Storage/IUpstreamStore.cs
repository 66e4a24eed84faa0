namespace Guidon.Storage;

/// <summary>
/// What an edge keeps of its upstream, in the tables that the server serves from anyway: a row per configured environment, its keys and
/// the last good document. A start from disk, traits, destinations and events need no other code than a server's own.
/// </summary>
public interface IUpstreamStore
{
    /// <summary>Whether the store was written by an edge, so that a server does not take it for its own.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    ValueTask<bool> IsEdgesAsync(CancellationToken cancellation);

    /// <summary>The organisation that everything of an edge belongs to; 0 before the first <see cref="ReconcileAsync"/>.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    ValueTask<int> OrganisationAsync(CancellationToken cancellation);

    /// <summary>
    /// Makes the rows what the configuration says, in one transaction. An environment that is no longer named loses its keys and its
    /// document; its events and traits stay and are its own again when it comes back.
    /// </summary>
    /// <param name="order">What the configuration names.</param>
    /// <param name="uuids">Uuids of what is created.</param>
    /// <param name="cancellation">Stops the wait for the writer.</param>
    /// <returns>Client-side key → id, for all that are named; <see langword="null"/> when the store is a server's, and then nothing was changed.</returns>
    /// <exception cref="StorageException">Nothing was changed.</exception>
    Task<IReadOnlyDictionary<string, int>?> ReconcileAsync(UpstreamOrder order, UuidSource uuids, CancellationToken cancellation);

    /// <summary>Replaces the document of one environment: wholly or not at all, whatever happens to the process or the power.</summary>
    /// <param name="environmentId">An id from <see cref="ReconcileAsync"/>.</param>
    /// <param name="document">UTF-8 JSON that was checked.</param>
    /// <param name="cancellation">Stops the wait for the writer.</param>
    /// <exception cref="StorageException">Nothing was stored; the document before is still there.</exception>
    Task KeepAsync(int environmentId, ReadOnlyMemory<byte> document, CancellationToken cancellation);
}
