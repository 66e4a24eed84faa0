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
}
