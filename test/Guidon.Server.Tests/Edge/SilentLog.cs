using Guidon.Events;

namespace Guidon.Server.Tests.Edge;

/// <summary>A log that keeps flag tables and nothing else.</summary>
internal sealed class SilentLog : IEventLog
{
    private readonly TaskCompletionSource _commit = new();
    private int _wait;

    /// <summary>Commits when so many tables are there, and not before.</summary>
    public int TablesPerCommit { get; set; } = 1;

    public ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation) => new(events.Length);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation) => new([]);

    public async ValueTask<long> KeepFlagTableAsync(FlagTable table, CancellationToken cancellation)
    {
        if (TablesPerCommit == 1) return 1;
        if (Interlocked.Increment(ref _wait) == TablesPerCommit) _commit.SetResult();
        await _commit.Task.WaitAsync(cancellation);
        return 1;
    }

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation) => new((FlagTable?)null);
}
