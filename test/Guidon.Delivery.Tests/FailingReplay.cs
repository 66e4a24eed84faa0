namespace Guidon.Delivery.Tests;

/// <summary>A source of returned events that cannot be asked while its database does not answer.</summary>
public sealed class FailingReplay(IReplaySource real) : IReplaySource
{
    public bool IsDown { get; set; } = true;

    public int Refused { get; private set; }

    public ValueTask<ReplayPortion?> NextAsync(int destinationId, int eventsMax, Func<ValueTask> takeTurn, CancellationToken cancellation)
    {
        if (!IsDown) return real.NextAsync(destinationId, eventsMax, takeTurn, cancellation);
        Refused++;
        throw new IOException("The database does not answer.");
    }

    public ValueTask SettleAsync(ReplayPortion portion, IReadOnlyList<ReplayOutcome> outcomes, CancellationToken cancellation) =>
        real.SettleAsync(portion, outcomes, cancellation);

    public void Rewind(int destinationId) => real.Rewind(destinationId);

    public ValueTask<bool> IsWantedAsync(ReplayPortion portion, CancellationToken cancellation) => real.IsWantedAsync(portion, cancellation);
}
