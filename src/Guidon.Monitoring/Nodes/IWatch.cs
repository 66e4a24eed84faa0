namespace Guidon.Monitoring.Nodes;

/// <summary>
/// The watch: of several nodes one evaluates the rules, and the others report to it. Whoever has it loses it by not looking for a while, or gives it
/// up on purpose.
/// </summary>
public interface IWatch
{
    /// <summary>Under which this node's share of the series is kept; empty where there can be no other node.</summary>
    string Share { get; }

    /// <summary>Whether this node has the watch, by its own steady clock: false a moment before another may take it.</summary>
    bool IsHeld { get; }

    /// <summary>Reports, keeps or takes the watch, and hears of the others, in one transaction.</summary>
    /// <param name="own">What this node sees.</param>
    /// <param name="pause">Until it looks again.</param>
    /// <param name="cancellation">Stops the wait.</param>
    ValueTask<WatchTurn> TakeAsync(NodeReport own, TimeSpan pause, CancellationToken cancellation);

    /// <summary>This node stops on purpose: nobody misses it, and another takes the watch at its next look.</summary>
    ValueTask LeaveAsync(CancellationToken cancellation);
}
