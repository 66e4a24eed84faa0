namespace Guidon.Delivery.Tests;

/// <summary>A store whose progress cannot be written while the disk is full.</summary>
public sealed class FailingStore(IDeliveryStore real) : IDeliveryStore
{
    public bool IsFull { get; set; }

    public int Refused { get; private set; }

    /// <summary>Called before each look at a ledger.</summary>
    public Action Looked { get; set; } = static () => { };

    public ValueTask<IReadOnlyList<Destination>> DestinationsAsync(CancellationToken cancellation) => real.DestinationsAsync(cancellation);

    public ValueTask<IReadOnlyList<Destination>> DestinationsOfAsync(int organisationId, CancellationToken cancellation) => real.DestinationsOfAsync(organisationId, cancellation);

    public ValueTask<IReadOnlySet<int>> OwnedAsync(int organisationId, CancellationToken cancellation) => real.OwnedAsync(organisationId, cancellation);

    public ValueTask<Destination?> CreateAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        real.CreateAsync(integration, environmentId, protectedSettings, cancellation);

    public ValueTask<Destination> CreateAnotherAsync(
        string integration, int environmentId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        real.CreateAnotherAsync(integration, environmentId, protectedSettings, cancellation);

    public ValueTask<Destination?> ChangeSettingsAsync(
        int destinationId, ReadOnlyMemory<byte> protectedSettings, CancellationToken cancellation) =>
        real.ChangeSettingsAsync(destinationId, protectedSettings, cancellation);

    public ValueTask<bool> DeleteAsync(int destinationId, CancellationToken cancellation) => real.DeleteAsync(destinationId, cancellation);

    public ValueTask SetStateAsync(Destination destination, DestinationState state, string? heldReason, CancellationToken cancellation) =>
        real.SetStateAsync(destination, state, heldReason, cancellation);

    public ValueTask<Destination?> StopOrResumeAsync(
        int destinationId, DestinationState state, string? heldReason, CancellationToken cancellation) =>
        real.StopOrResumeAsync(destinationId, state, heldReason, cancellation);

    public ValueTask<long> CursorAsync(int destinationId, CancellationToken cancellation) => real.CursorAsync(destinationId, cancellation);

    public ValueTask<bool> CommitAsync(DeliveryProgress progress, CancellationToken cancellation)
    {
        if (!IsFull) return real.CommitAsync(progress, cancellation);
        Refused++;
        throw new IOException("No space left on device.");
    }

    public ValueTask<UInt128?> DeliveredStateAsync(int destinationId, UInt128 identity, CancellationToken cancellation) =>
        real.DeliveredStateAsync(destinationId, identity, cancellation);

    public ValueTask<MarkSalts> MarkSaltsAsync(int destinationId, CancellationToken cancellation) => real.MarkSaltsAsync(destinationId, cancellation);

    public ValueTask<MarkSalts> ChangeSaltAsync(int destinationId, ReadOnlyMemory<byte> salt, CancellationToken cancellation) =>
        real.ChangeSaltAsync(destinationId, salt, cancellation);

    public ValueTask<LedgerEntry?> LedgerAsync(int destinationId, CancellationToken cancellation)
    {
        Looked();
        return real.LedgerAsync(destinationId, cancellation);
    }
}
