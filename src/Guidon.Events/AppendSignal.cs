using System.Collections.Concurrent;

namespace Guidon.Events;

/// <summary>
/// Tells pumps that an environment has new durable events, so that nobody polls. A raise between a reader's look and its wait is
/// never lost: the version has moved, so the wait returns at once.
/// </summary>
public sealed class AppendSignal
{
    private readonly ConcurrentDictionary<int, Bell> _bells = new();

    /// <summary>The version to pass to <see cref="WaitAsync"/>; take it before reading the log.</summary>
    public long Version(int environmentId) => BellOf(environmentId).Version;

    /// <summary>Says that events of this environment became durable.</summary>
    public void Raise(int environmentId) => BellOf(environmentId).Raise();

    /// <summary>Says that events of any environment may have become durable.</summary>
    public void RaiseAll()
    {
        foreach (var bell in _bells.Values) bell.Raise();
    }

    /// <summary>Waits until the version differs from the one that the caller has seen.</summary>
    /// <param name="environmentId">The environment.</param>
    /// <param name="seenVersion">From <see cref="Version"/> or from an earlier wait.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The version now.</returns>
    public Task<long> WaitAsync(int environmentId, long seenVersion, CancellationToken cancellation) =>
        BellOf(environmentId).WaitAsync(seenVersion).WaitAsync(cancellation);

    private Bell BellOf(int environmentId) => _bells.GetOrAdd(environmentId, static _ => new Bell());

    private sealed class Bell
    {
        private readonly Lock _gate = new();
        private long _version;
        private TaskCompletionSource<long>? _waiting;   // shared by all waiters; null while nobody waits, so that a raise is cheap

        internal long Version => Volatile.Read(ref _version);

        internal void Raise()
        {
            TaskCompletionSource<long>? waiting;
            long version;
            lock (_gate)
            {
                version = ++_version;
                waiting = _waiting;
                _waiting = null;
            }

            waiting?.SetResult(version);
        }

        internal Task<long> WaitAsync(long seenVersion)
        {
            lock (_gate)
            {
                if (_version != seenVersion) return Task.FromResult(_version);
                _waiting ??= new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
                return _waiting.Task;
            }
        }
    }
}
