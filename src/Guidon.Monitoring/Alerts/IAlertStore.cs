namespace Guidon.Monitoring.Alerts;

/// <summary>Keeps alerts with their history, bounded.</summary>
public interface IAlertStore
{
    /// <summary>What is pending or firing, by id.</summary>
    ValueTask<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellation);

    /// <summary>What fired, ended since a time, and of whose end nobody was told or was to be told, by id.</summary>
    ValueTask<IReadOnlyList<Alert>> UntoldAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>
    /// Writes each step and its alert in one transaction, and drops the oldest resolved alerts beyond ten thousand. Steps that are written already change
    /// nothing.
    /// </summary>
    /// <returns>
    /// The alerts with their ids, in order; none when there are steps that no person made and another node has the watch: nothing was written. What a
    /// person did to an alert that is over is left out.
    /// </returns>
    ValueTask<IReadOnlyList<Alert>> KeepAsync(IReadOnlyList<AlertStep> steps, CancellationToken cancellation);

    /// <summary>The newest alerts of one organisation's destinations, of the integrations that it uses, and of the node, newest first.</summary>
    /// <param name="organisationId">Whose.</param>
    /// <param name="alertsMax">1 to 1,000.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<Alert>> ListAsync(int organisationId, int alertsMax, CancellationToken cancellation);

    /// <summary>One of those, however old; <see langword="null"/> when the organisation has no such alert.</summary>
    ValueTask<Alert?> FindAsync(int organisationId, long alertId, CancellationToken cancellation);

    /// <summary>What happened to one alert, oldest first.</summary>
    ValueTask<IReadOnlyList<AlertMoment>> HistoryAsync(long alertId, CancellationToken cancellation);
}
