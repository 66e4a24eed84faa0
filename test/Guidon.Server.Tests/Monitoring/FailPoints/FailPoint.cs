using Guidon.Delivery;
using Guidon.Events;

namespace Guidon.Server.Tests.Monitoring.FailPoints;

/// <summary>One place at which one event of ten thousand is lost, by a bug that throws nothing and logs nothing.</summary>
/// <param name="Rule">What tells it.</param>
internal sealed record FailPoint(string Rule)
{
    /// <summary>A bug between intake or pump and the log.</summary>
    internal Func<IEventLog, IEventLog> Log { get; init; } = static log => log;

    /// <summary>A bug between the pump and its cursor and ledger.</summary>
    internal Func<IDeliveryStore, IDeliveryStore> Deliveries { get; init; } = static store => store;

    /// <summary>A bug in a statement of the store, put in its way as a trigger of the database before the first event.</summary>
    internal string Trigger { get; init; } = "";

    /// <summary>What is done when all events have gone their way, for places that lie behind delivery.</summary>
    internal Func<FailPointBench, Task>? Then { get; init; }
}
