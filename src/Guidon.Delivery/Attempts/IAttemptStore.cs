namespace Guidon.Delivery.Attempts;

/// <summary>The last attempts of each destination and mapper version: a ring of 100, at most 7 days old.</summary>
public interface IAttemptStore
{
    /// <summary>Adds attempts, oldest first, and lets those go that no longer fit.</summary>
    ValueTask KeepAsync(IReadOnlyList<AttemptEntry> attempts, CancellationToken cancellation);

    /// <summary>Attempts of one destination, newest first.</summary>
    /// <param name="destinationId">Which.</param>
    /// <param name="attemptsMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<AttemptEntry>> RecentAsync(int destinationId, int attemptsMax, CancellationToken cancellation);

    /// <summary>Attempts at an organisation's destinations, newest first.</summary>
    /// <param name="organisationId">Whose.</param>
    /// <param name="destinationId">Only of this destination; <see langword="null"/> for all of them.</param>
    /// <param name="attemptsMax">1–1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<AttemptEntry>> RecentOfAsync(int organisationId, int? destinationId, int attemptsMax, CancellationToken cancellation);
}
