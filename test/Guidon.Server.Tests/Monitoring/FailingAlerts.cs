using Guidon.Monitoring.Alerts;
using Guidon.Storage;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A store of alerts that cannot write some steps.</summary>
internal sealed class FailingAlerts(IAlertStore real) : IAlertStore
{
    /// <summary>Which.</summary>
    internal Func<AlertStep, bool> Fails { get; set; } = static _ => false;

    public ValueTask<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellation) => real.OpenAsync(cancellation);

    public ValueTask<IReadOnlyList<Alert>> UntoldAsync(DateTimeOffset since, CancellationToken cancellation) => real.UntoldAsync(since, cancellation);

    public ValueTask<IReadOnlyList<Alert>> KeepAsync(IReadOnlyList<AlertStep> steps, CancellationToken cancellation) =>
        steps.Any(Fails) ? throw new StorageException("No space left on device.", null) : real.KeepAsync(steps, cancellation);

    public ValueTask<IReadOnlyList<Alert>> ListAsync(int organisationId, int alertsMax, CancellationToken cancellation) => real.ListAsync(organisationId, alertsMax, cancellation);

    public ValueTask<Alert?> FindAsync(int organisationId, long alertId, CancellationToken cancellation) => real.FindAsync(organisationId, alertId, cancellation);

    public ValueTask<IReadOnlyList<AlertMoment>> HistoryAsync(long alertId, CancellationToken cancellation) => real.HistoryAsync(alertId, cancellation);
}
