using Guidon.Events;

namespace Guidon.Server.Tests.Edge;

/// <summary>A log that keeps flag tables and nothing else.</summary>
internal sealed class SilentLog : IEventLog
{
    public ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation) => new(events.Length);

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation) => new([]);

    public ValueTask<long> KeepFlagTableAsync(FlagTable table, CancellationToken cancellation) => new(1);

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation) => new((FlagTable?)null);
}
