namespace Guidon.Delivery;

/// <summary>A node that shares its destinations with nobody, since its database lets no other in.</summary>
public sealed class SoleNode : IDestinationLeases
{
    /// <inheritdoc/>
    public TimeSpan? RenewEvery => null;

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<int>> HoldAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellation) =>
        new(wanted as IReadOnlySet<int> ?? wanted.ToHashSet());

    /// <inheritdoc/>
    public ValueTask RenewAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public CancellationToken WhileHeld(int destinationId) => CancellationToken.None;

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyCollection<int> destinationIds, CancellationToken cancellation) => ValueTask.CompletedTask;
}
