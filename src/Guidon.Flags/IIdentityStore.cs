using Guidon.Evaluation;

namespace Guidon.Flags;

/// <summary>Identities and their persisted traits. Implementations cache: a known identity costs no database read.</summary>
public interface IIdentityStore
{
    /// <summary>A stored identity; <see langword="null"/> when it is unknown. Completes synchronously for a cached one.</summary>
    /// <exception cref="IdentityStoreException">It could not be read.</exception>
    ValueTask<StoredIdentity?> FindAsync(int environmentId, string identifier, CancellationToken cancellation);

    /// <summary>
    /// Creates the identity when it is unknown and applies each trait by itself: a value is stored, <see cref="TraitKind.Null"/>
    /// deletes. Traits that are not named stay. Durable when the task completes; concurrent writes of different traits all survive.
    /// </summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="identifier">1–2,000 characters.</param>
    /// <param name="traits">Only traits to persist; at most one per key.</param>
    /// <param name="cancellation">Stops waiting; the write may still happen.</param>
    /// <returns>The identity after this write.</returns>
    /// <exception cref="IdentityStoreException">Nothing was changed.</exception>
    ValueTask<StoredIdentity> WriteAsync(
        int environmentId, string identifier, IReadOnlyList<Trait> traits, CancellationToken cancellation);

    /// <summary>
    /// Adds to a trait that is a whole number; creates identity and trait, which starts at 0, when they are unknown. Durable when the task
    /// completes; of concurrent calls each one counts.
    /// </summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="identifier">1–2,000 characters.</param>
    /// <param name="key">The trait's key.</param>
    /// <param name="by">May be negative.</param>
    /// <param name="cancellation">Stops waiting; the write may still happen.</param>
    /// <returns>
    /// The new value; <see langword="null"/> when the trait is no whole number, or the sum has more than 64 bits, and then nothing was changed.
    /// </returns>
    /// <exception cref="IdentityStoreException">Nothing was changed.</exception>
    ValueTask<long?> IncrementAsync(int environmentId, string identifier, string key, long by, CancellationToken cancellation);

    /// <summary>Removes some identities, with their traits, of environments that were deleted. Costs a read when there are none.</summary>
    /// <param name="identitiesMax">So many at once that other writers hardly wait.</param>
    /// <param name="cancellation">Stops waiting; the write may still happen.</param>
    /// <returns>How many it were; 0 when none are left.</returns>
    /// <exception cref="IdentityStoreException">Nothing was changed.</exception>
    ValueTask<int> RemoveLeftAsync(int identitiesMax, CancellationToken cancellation);

    /// <summary>Drops what is kept in memory; for whoever changed the rows by another way, after the commit.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="identifier"><see langword="null"/> for all of its identities.</param>
    void Forget(int environmentId, string? identifier);
}
