namespace Guidon.Events.Tests;

/// <summary>A log that accepts everything, keeps nothing and allocates nothing.</summary>
public sealed class SilentLog : IEventLog
{
    public ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation) => new(events.Length);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<long>> KeepFlagTablesAsync(IReadOnlyList<FlagTable> tables, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation) => throw new NotSupportedException();
}
