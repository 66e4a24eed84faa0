namespace Guidon.Storage.Stores;

/// <summary>The one writer of a process: runs waiting work in one transaction (group commit). Of all processes on one database one writes at a time.</summary>
internal interface IStoreWriter
{
    /// <summary>Runs after each work that is queued by this call and its callees, in the same savepoint, with the work's result; usually <see langword="null"/>.</summary>
    Action<IStoreSession, object?>? Companion { get; set; }

    /// <summary>Runs work in the next group's transaction; completes when that is on stable storage.</summary>
    /// <param name="work">Runs on the writer's thread. What it throws undoes it and reaches the caller; its neighbours stay.</param>
    /// <param name="cancellation">Honoured while the queue is full; once queued the work is done and the answer is the truth.</param>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    Task<T> RunAsync<T>(Func<IStoreSession, T> work, CancellationToken cancellation);

    /// <param name="work">As above.</param>
    /// <param name="committed">Runs on the writer's thread after the commit and in commit order; must not fail.</param>
    /// <param name="cancellation">As above.</param>
    Task<T> RunAsync<T>(Func<IStoreSession, T> work, Action<T>? committed, CancellationToken cancellation);

    /// <summary>Runs work whose last step is done once for all such work of a group. When that fails, all of it is undone and each runs anew with the step for itself. No companion runs with it.</summary>
    /// <param name="work">May run twice: the result of the last run counts.</param>
    /// <param name="leaves">What a work leaves for the end, by its result.</param>
    /// <param name="end">Runs on the writer's thread with what they left; the same for all callers.</param>
    /// <param name="cancellation">As above.</param>
    Task<T> RunTogetherAsync<T>(Func<IStoreSession, T> work, Func<T, IReadOnlyCollection<int>> leaves, Action<IStoreSession, IReadOnlySet<int>> end, CancellationToken cancellation);
}
