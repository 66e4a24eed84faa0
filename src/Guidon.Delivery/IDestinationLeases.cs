namespace Guidon.Delivery;

/// <summary>Which destinations this node may pump. Of several nodes each holds what the others do not; a node that is alone holds all.</summary>
public interface IDestinationLeases
{
    /// <summary>How often <see cref="RenewAsync"/> must be called to keep what is held; <see langword="null"/> when nothing ever lapses.</summary>
    TimeSpan? RenewEvery { get; }

    /// <summary>Renews what is held, takes what is free up to a fair share, and gives up what is not wanted.</summary>
    /// <param name="wanted">All destinations that somebody should pump; every node names the same.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <returns>What this node may pump. What it pumps beyond that it stops and then releases.</returns>
    ValueTask<IReadOnlySet<int>> HoldAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellation);

    /// <summary>Keeps what is held for a while longer, and takes nothing. Safe beside the other calls.</summary>
    ValueTask RenewAsync(CancellationToken cancellation);

    /// <summary>Cancelled as soon as another node might pump it: then nothing may be sent any more, nor be waited for.</summary>
    CancellationToken WhileHeld(int destinationId);

    /// <summary>Lets other nodes have these now. What is not held is ignored.</summary>
    ValueTask ReleaseAsync(IReadOnlyCollection<int> destinationIds, CancellationToken cancellation);
}
