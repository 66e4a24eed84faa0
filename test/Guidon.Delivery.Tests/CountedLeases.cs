namespace Guidon.Delivery.Tests;

/// <summary>Holds everything, and counts how often it is asked to keep it.</summary>
internal sealed class CountedLeases : IDestinationLeases
{
    private int _renewals;

    public int Renewals => Volatile.Read(ref _renewals);

    public TimeSpan? RenewEvery => TimeSpan.FromSeconds(2);

    public ValueTask<IReadOnlySet<int>> HoldAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellation) => new(wanted.ToHashSet());

    public ValueTask RenewAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _renewals);
        return ValueTask.CompletedTask;
    }

    public CancellationToken WhileHeld(int destinationId) => CancellationToken.None;

    public ValueTask ReleaseAsync(IReadOnlyCollection<int> destinationIds, CancellationToken cancellation) => ValueTask.CompletedTask;
}
