namespace Guidon.Simulation.Tests;

/// <summary>What the oracle knows of one destination.</summary>
/// <param name="id">Its id.</param>
/// <param name="environmentId">Whose events.</param>
/// <param name="integration">Which kind.</param>
/// <param name="account">The receiver's name for it.</param>
/// <param name="cursor">Where it began.</param>
/// <param name="isOnChange">It is told only what differs from what it was told last.</param>
internal sealed class Expected(int id, int environmentId, string integration, string account, long cursor, bool isOnChange)
{
    internal int Id => id;

    internal int EnvironmentId => environmentId;

    internal string Integration => integration;

    internal string Account => account;

    internal bool IsOnChange => isOnChange;

    /// <summary>The log's end when it was created.</summary>
    internal long From { get; } = cursor;

    internal long Cursor { get; set; } = cursor;

    internal bool IsDeleted { get; set; }

    /// <summary>The receiver took them at least once.</summary>
    internal HashSet<long> Taken { get; } = [];

    /// <summary>Were parked once, or refused by the receiver beside others that it took: their order is not the product's doing.</summary>
    internal HashSet<long> Aside { get; } = [];

    /// <summary>When an attempt last began with an event, in ticks.</summary>
    internal Dictionary<long, long> Begun { get; } = [];

    /// <summary>Parked, and cancelled by people.</summary>
    internal HashSet<long> GivenUp { get; } = [];

    /// <summary>Which pump was told that the receiver refuses an event.</summary>
    internal Dictionary<long, Outlet> RefusedTo { get; } = [];

    /// <summary>The ids that events arrived with.</summary>
    internal Dictionary<long, Guid> Ids { get; } = [];

    /// <summary>The newest event of each identity that was taken.</summary>
    internal Dictionary<string, long> Newest { get; } = [];

    /// <summary>The newest state of each identity at a receiver that knows its keys.</summary>
    internal Dictionary<string, long> States { get; } = [];

    /// <summary>The state that a receiver shows which passes over what it knows, and whether it came after the node had hung up.</summary>
    internal Dictionary<string, (long Sequence, bool IsLate)> Shown { get; } = [];

    /// <summary>States that came after the node had hung up or died: nobody was told that they were taken.</summary>
    internal HashSet<long> Unheard { get; } = [];

    /// <summary>Keys of states that the receiver knows.</summary>
    internal HashSet<Guid> StateKeys { get; } = [];

    /// <summary>A replay with other ids was asked for.</summary>
    internal bool HasNewKeys { get; set; }

    /// <summary>When a living node was told that nothing is to be sent, in ticks; not while it may be.</summary>
    internal long? StoppedAt { get; set; }
}
