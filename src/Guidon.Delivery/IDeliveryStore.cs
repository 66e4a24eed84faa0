namespace Guidon.Delivery;

/// <summary>Destinations, their cursors, ledgers and parked events.</summary>
public interface IDeliveryStore
{
    /// <summary>All destinations that are not deleted, by id.</summary>
    ValueTask<IReadOnlyList<Destination>> DestinationsAsync(CancellationToken cancellation);

    /// <summary>Those of one organisation's environments that are not deleted, by id.</summary>
    ValueTask<IReadOnlyList<Destination>> DestinationsOfAsync(int organisationId, CancellationToken cancellation);

    /// <summary>The ids of all that an organisation has or had: what was kept about a deleted one still belongs to it.</summary>
    ValueTask<IReadOnlySet<int>> OwnedAsync(int organisationId, CancellationToken cancellation);

    /// <summary>Creates an active destination whose cursor stands at the end of the log: it receives what is accepted from now on.</summary>
    /// <returns><see langword="null"/> when the environment already has one of this integration.</returns>
    ValueTask<Destination?> CreateAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation);

    /// <summary>As <see cref="CreateAsync"/>, also beside others of the same integration.</summary>
    ValueTask<Destination> CreateAnotherAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation);

    /// <summary>Replaces the settings and makes a destination that its pump held active again; what a person stopped stays so.</summary>
    /// <returns><see langword="null"/> when there is no such destination.</returns>
    ValueTask<Destination?> ChangeSettingsAsync(int destinationId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation);

    /// <summary>Deletes a destination. What is pending is counted as cancelled; the ledger stays.</summary>
    /// <returns>False when there is no such destination.</returns>
    ValueTask<bool> DeleteAsync(int destinationId, CancellationToken cancellation);

    /// <summary>
    /// Sets the state as the pump sees it. Does nothing when the destination is gone, is another node's to pump, or was changed or stopped by a person since
    /// the pump began: the next one starts from what it is then.
    /// </summary>
    ValueTask SetStateAsync(Destination destination, DestinationState state, string? heldReason, CancellationToken cancellation);

    /// <summary>Holds, pauses or resumes for a person, who outranks the pump: until a person resumes it the pump's view is not stored.</summary>
    /// <param name="destinationId">Which one.</param>
    /// <param name="state">What it becomes.</param>
    /// <param name="heldReason">Only when held; begins with <see cref="Destination.ByHand"/>.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    /// <returns><see langword="null"/> when there is no such destination.</returns>
    ValueTask<Destination?> StopOrResumeAsync(int destinationId, DestinationState state, string? heldReason, CancellationToken cancellation);

    /// <summary>The last settled sequence; 0 before the first.</summary>
    /// <remarks>Throws the store's exception when there is no ledger: from the beginning would send everything again.</remarks>
    ValueTask<long> CursorAsync(int destinationId, CancellationToken cancellation);

    /// <summary>Moves the cursor, counts and parks in one transaction.</summary>
    /// <returns>False when the cursor no longer stood at <see cref="DeliveryProgress.CursorFrom"/> or the destination is gone; nothing was changed.</returns>
    ValueTask<bool> CommitAsync(DeliveryProgress progress, CancellationToken cancellation);

    /// <summary>The state of an identity's last delivered event that came with a mark; <see langword="null"/> before the first.</summary>
    /// <param name="destinationId">Which destination.</param>
    /// <param name="identity"><see cref="StateMark.Identity"/>.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<UInt128?> DeliveredStateAsync(int destinationId, UInt128 identity, CancellationToken cancellation);

    /// <summary>What the marks of a destination's events are salted with.</summary>
    ValueTask<MarkSalts> MarkSaltsAsync(int destinationId, CancellationToken cancellation);

    /// <summary>
    /// From the end of the log on, or from where it ended when the settings were changed, marks have another salt; the one before becomes the earlier one.
    /// Does nothing when the destination is another node's to pump.
    /// </summary>
    /// <param name="destinationId">Which destination.</param>
    /// <param name="salt">Sealed.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    /// <returns>As it is then.</returns>
    ValueTask<MarkSalts> ChangeSaltAsync(int destinationId, ReadOnlyMemory<byte> salt, CancellationToken cancellation);

    /// <summary>The balance now, read in one transaction; <see langword="null"/> when there is no such destination.</summary>
    ValueTask<LedgerEntry?> LedgerAsync(int destinationId, CancellationToken cancellation);
}
