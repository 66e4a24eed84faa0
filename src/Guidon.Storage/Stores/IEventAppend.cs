using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>The one statement that each engine writes for itself, since every event passes it: sequences, rows and the ledgers' counts.</summary>
internal interface IEventAppend
{
    /// <summary>Inside the caller's transaction, on the writer's thread: what a change tells becomes durable with the change.</summary>
    /// <returns>How many were appended.</returns>
    int Append(IStoreSession session, ReadOnlySpan<NewEvent> events);
}
