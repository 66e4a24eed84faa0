using System.Collections.Frozen;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events.Retention;

namespace Guidon.Server.Edge;

/// <summary>Environment → what is recorded. Read by every identity request, replaced whole when a destination or a rule changes.</summary>
internal sealed class CapturePolicies(
    IDeliveryStore store, IRetentionStore retention, ISettingsProtector protector, IReadOnlyDictionary<string, Integration> catalog)
{
    private FrozenDictionary<int, CapturePolicy> _policies = FrozenDictionary<int, CapturePolicy>.Empty;

    internal CapturePolicy Of(int environmentId) => Volatile.Read(ref _policies).GetValueOrDefault(environmentId, CapturePolicy.Off);

    /// <summary>Held and paused destinations count too: their events wait in the log.</summary>
    internal async Task RefreshAsync(CancellationToken cancellation)
    {
        var destinations = await store.DestinationsAsync(cancellation);
        var rules = await retention.PoliciesAsync(cancellation);
        var policies = destinations.GroupBy(destination => destination.EnvironmentId).ToFrozenDictionary(
            group => group.Key, group => PolicyOf(group, rules.GetValueOrDefault(group.Key, EventPolicy.Default)));
        Volatile.Write(ref _policies, policies);
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
}
