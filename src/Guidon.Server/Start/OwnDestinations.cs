using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.Server.Start;

/// <summary>
/// The destinations of the installation's own streams, made from the node's configuration at every start. One that is configured as before is not
/// touched, so its cursor and ledger go on.
/// </summary>
internal static class OwnDestinations
{
    /// <param name="store">Where it is kept.</param>
    /// <param name="protector">Encrypts the settings.</param>
    /// <param name="integration">Its name.</param>
    /// <param name="stream">The installation's.</param>
    /// <param name="settings">As configured; <see langword="null"/> when it is not, and then what waits for it is cancelled.</param>
    /// <param name="cancellation">Stops it before it began.</param>
    /// <returns>The destination; <see langword="null"/> when it is not configured.</returns>
    internal static async Task<Destination?> DeclareAsync(
        IDeliveryStore store, ISettingsProtector protector, string integration, int stream, SettingsValues? settings, CancellationToken cancellation)
    {
        var stored = await FindAsync(store, integration, stream, cancellation);
        if (settings is null)
        {
            if (stored is not null) await store.DeleteAsync(stored.Id, cancellation);
            return null;
        }

        var json = settings.ToJson();
        // Another node that starts for the first time beside this one may have been faster.
        stored ??= await store.CreateAsync(integration, stream, protector.Protect(json), cancellation) ?? await FindAsync(store, integration, stream, cancellation);
        if (stored is null) return null;
        // Nobody owns it who could resume it, so a stop by hand is what a restore left of one.
        if (stored.IsStoppedByHand) stored = await store.StopOrResumeAsync(stored.Id, DestinationState.Active, null, cancellation) ?? stored;
        if (protector.Unprotect(stored.ProtectedSettings.Span) is { } clear && clear.AsSpan().SequenceEqual(json)) return stored;
        return await store.ChangeSettingsAsync(stored.Id, protector.Protect(json), cancellation);
    }

    private static async Task<Destination?> FindAsync(IDeliveryStore store, string integration, int stream, CancellationToken cancellation) =>
        (await store.DestinationsAsync(cancellation)).FirstOrDefault(each => each.EnvironmentId == stream && each.Integration == integration);
}
