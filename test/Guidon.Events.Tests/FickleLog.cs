namespace Guidon.Events.Tests;

/// <summary>A log in memory that can be made to fail or to wait.</summary>
public sealed class FickleLog : IEventLog
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<NewEvent> Durable { get; } = [];

    public int Appends { get; private set; }

    public Func<bool> Fails { get; set; } = () => false;

    /// <summary>Failures come before anything was written, as with a database that cannot be reached.</summary>
    public bool NeverBegins { get; set; }

    /// <summary>Of each append so many are not stored, and nothing is said.</summary>
    public int Lost { get; set; }

    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Done when the first group is at the gate.</summary>
    public Task Begun => _begun.Task;

    public async ValueTask<int> AppendAsync(ReadOnlyMemory<NewEvent> events, CancellationToken cancellation)
    {
        _begun.TrySetResult();
        await Gate;
        Appends++;
        if (Fails()) throw new EventLogException("disk full", null) { NeverBegan = NeverBegins };
        foreach (var each in events.Span[Lost..]) Durable.Add(each with { Payload = each.Payload.ToArray() });
        return events.Length - Lost;
    }

    public ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(int environmentId, long afterSequence, int eventsMax, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<long>> KeepFlagTablesAsync(IReadOnlyList<FlagTable> tables, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<FlagTable?> FlagTableAsync(long flagTableId, CancellationToken cancellation) => throw new NotSupportedException();
}
