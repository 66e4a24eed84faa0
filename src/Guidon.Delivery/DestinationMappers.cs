using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>Opens destinations for looking: their present mapper, and the events that it is to map.</summary>
/// <param name="store">Destinations.</param>
/// <param name="log">Events and flag tables.</param>
/// <param name="integrations">The catalog, by name.</param>
/// <param name="protector">Opens settings.</param>
public sealed class DestinationMappers(
    IDeliveryStore store, IEventLog log, IReadOnlyDictionary<string, Integration> integrations, ISettingsProtector protector)
{
    /// <summary>The mapper of a live destination; <see langword="null"/> when it, its integration or its settings cannot be read.</summary>
    public async ValueTask<DestinationMapper?> FindAsync(int destinationId, CancellationToken cancellation)
    {
        var all = await store.DestinationsAsync(cancellation).ConfigureAwait(false);
        if (all.FirstOrDefault(each => each.Id == destinationId) is not { } destination) return null;
        if (!integrations.TryGetValue(destination.Integration, out var integration)) return null;
        return SettingsValues.Open(destination, protector) is { } values ? new DestinationMapper(integration, values, protector) : null;
    }

    /// <summary>The mapper version of every live destination whose integration is known.</summary>
    public async ValueTask<IReadOnlyList<(int DestinationId, int Version)>> VersionsAsync(CancellationToken cancellation) =>
        [.. (await store.DestinationsAsync(cancellation).ConfigureAwait(false))
            .Where(destination => integrations.ContainsKey(destination.Integration))
            .Select(destination => (destination.Id, integrations[destination.Integration].MapperVersion))];

    /// <summary>The event, or why it cannot be decoded.</summary>
    public async ValueTask<DecodedEvent> DecodeAsync(LoggedEvent logged, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var table = logged.FlagTableId == 0 ? null : await log.FlagTableAsync(logged.FlagTableId, cancellation).ConfigureAwait(false);
        return DecodedEvent.Of(logged, table);
    }
}
