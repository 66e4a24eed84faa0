namespace Guidon.Storage;

/// <summary>Takes an identity out of everything that this installation keeps.</summary>
public interface IErasureStore
{
    /// <summary>
    /// Erases the identity, its traits, what its events told, and all that was kept of them: parked and returned events, attempts, replays
    /// that asked for it, marks. What was pending counts as cancelled, so the ledger stays balanced. Afterwards the bytes are in no file of the store. Repeatable: an identity that is not there gives zeros.
    /// </summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="identifier">The identity.</param>
    /// <param name="cancellation">Stops between two steps; call again to finish.</param>
    /// <exception cref="StorageException">It could not be finished; call again.</exception>
    ValueTask<ErasureReceipt> EraseAsync(int environmentId, string identifier, CancellationToken cancellation);
}
