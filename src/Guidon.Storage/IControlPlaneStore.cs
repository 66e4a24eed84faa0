namespace Guidon.Storage;

/// <summary>The door to what operators wrote. Never on the path of an SDK request.</summary>
public interface IControlPlaneStore
{
    /// <summary>
    /// Runs work in one transaction and saves what it changed. Durable when the task completes; when the work throws, nothing is stored.
    /// </summary>
    /// <param name="work">
    /// Synchronous, and waits for nothing but the context: other writes wait for it. It must not begin a transaction of its own.
    /// </param>
    /// <param name="cancellation">Honoured until the work has a place in the queue.</param>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    Task<T> WriteAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation);

    /// <summary>
    /// The same for work that leaves documents in <see cref="ControlPlane.Unpublished"/>: works that wait for each other share a transaction, and each document is published once for
    /// all of them. When nodes would refuse one, all of them are undone and run again, each with documents of its own, so that only who broke it is refused.
    /// </summary>
    /// <param name="work">As above; may run twice.</param>
    /// <param name="cancellation">As above.</param>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    /// <exception cref="DocumentRefusedException">Likewise; a document would be beyond the limits or break a rule.</exception>
    Task<T> WriteTogetherAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation);

    /// <summary>Runs writes of other stores, and after each of them more in the same transaction: both are stored, or neither.</summary>
    /// <param name="write">Calls other stores of this installation.</param>
    /// <param name="then">
    /// Runs as the work of <see cref="WriteAsync"/> does, once for each write whose result is a <typeparamref name="TWritten"/>.
    /// </param>
    /// <typeparam name="TWritten">What the write gives inside of its store.</typeparam>
    /// <typeparam name="T">What it gives outside.</typeparam>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    Task<T> AlongsideAsync<TWritten, T>(Func<ValueTask<T>> write, Action<ControlPlane, TWritten> then);

    /// <summary>Runs reads that see one moment of the database.</summary>
    /// <param name="work">Synchronous; must return what it read and not a query over the context.</param>
    /// <param name="cancellation">Honoured before the work starts.</param>
    /// <exception cref="StorageException">The database could not be read.</exception>
    Task<T> ReadAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation);

    /// <summary>When the next scheduled version goes live, be it in the past; <see langword="null"/> when there is none. Asked all the time, and cheap as the next one.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    ValueTask<DateTimeOffset?> NextVersionAsync(CancellationToken cancellation);

    /// <summary>Whether nothing was written yet. Every start asks this, so it must not cost building the model, which takes longer than all the rest.</summary>
    /// <exception cref="StorageException">The database could not be read.</exception>
    ValueTask<bool> IsEmptyAsync(CancellationToken cancellation);
}
