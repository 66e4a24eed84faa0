namespace Guidon.Monitoring.Nodes;

/// <summary>A node that shares its database with nobody: it always has the watch.</summary>
public sealed class SoleWatch : IWatch
{
    private long _looks;   // the loop's own

    /// <inheritdoc/>
    public string Share => "";

    /// <inheritdoc/>
    public bool IsHeld => true;

    /// <inheritdoc/>
    public ValueTask<WatchTurn> TakeAsync(NodeReport own, TimeSpan pause, CancellationToken cancellation) => new(new WatchTurn(true, ++_looks, [], []));

    /// <inheritdoc/>
    public ValueTask LeaveAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
}
