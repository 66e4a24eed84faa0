using System.Collections.Frozen;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Storage;

namespace Guidon.Server.Edge;

/// <summary>
/// Environment → what is recorded. Read by every identity request, replaced whole when a destination or a rule changes, and every few seconds
/// besides: a refresh that failed after the change was committed would leave an environment whose events nobody records and nobody misses.
/// </summary>
internal sealed partial class CapturePolicies(
    IDeliveryStore store, IRetentionStore retention, ISettingsProtector protector, IReadOnlyDictionary<string, Integration> catalog, TimeProvider time,
    ILogger<CapturePolicies> logger) : BackgroundService
{
    private static readonly TimeSpan s_refreshEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private FrozenDictionary<int, CapturePolicy> _policies = FrozenDictionary<int, CapturePolicy>.Empty;

    internal CapturePolicy Of(int environmentId) => Volatile.Read(ref _policies).GetValueOrDefault(environmentId, CapturePolicy.Off);

    /// <summary>Held and paused destinations count too: their events wait in the log.</summary>
    internal async Task RefreshAsync(CancellationToken cancellation)
    {
        // One after the other: what was read earlier must not replace what was read later.
        await _refreshing.WaitAsync(cancellation);
        try
        {
            var destinations = await store.DestinationsAsync(cancellation);
            var rules = await retention.PoliciesAsync(cancellation);
            var policies = destinations.GroupBy(destination => destination.EnvironmentId).ToFrozenDictionary(
                group => group.Key, group => PolicyOf(group, rules.GetValueOrDefault(group.Key, EventPolicy.Default)));
            Volatile.Write(ref _policies, policies);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _refreshing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_refreshEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await RefreshAsync(cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            Log.Failed(logger, error);   // the loop's top: whatever failed, the last that was read stays
        }
    }

    private CapturePolicy PolicyOf(IEnumerable<Destination> all, EventPolicy rules)
    {
        // A destination whose integration this build does not know still has its events kept whole.
        var destinations = all.ToList();
        var integrations = destinations.ConvertAll(destination => catalog.GetValueOrDefault(destination.Integration));
        var seen = destinations.Where((_, at) => integrations[at]?.WantsTraits ?? true).Select(RulesOf).ToList();
        return new CapturePolicy(
            Enabled: true,
            WantsTraits: integrations.Exists(integration => integration?.WantsTraits ?? true),
            WantsSegments: integrations.Exists(integration => integration?.WantsSegments ?? true),
            Strict: rules.Mode == CaptureMode.Strict,
            Traits: CaptureTraits.Of(TraitFilter.Of(rules.Traits, protector.Pseudonym), seen));
    }

    // Settings that cannot be opened forbid nothing that is known, and the destination is held until somebody enters them again.
    private TraitFilter? RulesOf(Destination destination) =>
        catalog.TryGetValue(destination.Integration, out var integration) && SettingsValues.Open(destination, protector) is { } values
            ? TraitFields.Filter(integration, values, protector)
            : null;

    private static partial class Log
    {
        [LoggerMessage(2402, LogLevel.Warning, "What is to be recorded could not be read; the last that was read stays, and the next look is due in a few seconds")]
        internal static partial void Failed(ILogger logger, Exception error);

        [LoggerMessage(2403, LogLevel.Debug, "What is to be recorded is no longer looked at")]
        internal static partial void Stopped(ILogger logger);
    }
}
