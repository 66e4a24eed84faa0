using Guidon.Events;

namespace Guidon.Server.Tests.Edge;

/// <summary>A log that keeps flag tables and nothing else.</summary>
internal sealed class SilentLog : IEventLog
{
    /// <summary>How many tables each commit kept.</summary>
    public List<int> Commits { get; } = [];

    public ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation) => new(events.Length);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation) => new([]);

    public ValueTask<IReadOnlyList<long>> KeepFlagTablesAsync(IReadOnlyList<FlagTable> tables, CancellationToken cancellation)
    {
        Commits.Add(tables.Count);
        return new([.. tables.Select(_ => 1L)]);
    }

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation) => new((FlagTable?)null);
}
