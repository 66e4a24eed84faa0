using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;
using Guidon.Server.Start;
using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>
/// Makes the stored destinations what the configuration declares, at every start. One that is declared as before is not touched, so its
/// cursor and ledger go on; one that is no longer declared is deleted, and the log says what that cancels.
/// </summary>
internal sealed partial class DeclaredDestinations(
    IDeliveryStore store, SettingsCheck check, ISettingsProtector protector, IReadOnlyDictionary<string, Integration> catalog, ILogger<DeclaredDestinations> logger)
{
    /// <exception cref="StartFailedException">Everything that is wrong with the declared settings, in one line; nothing was changed.</exception>
    internal async Task ApplyAsync(
        IReadOnlyList<DeclaredDestination> declared, IReadOnlyList<UpstreamEnvironment> environments, int organisation, CancellationToken cancellation)
    {
        var errors = new List<string>();
        var wanted = new Dictionary<(int Stream, string Integration), SettingsValues>();
        foreach (var each in declared)
        {
            if (await ReadAsync(each, errors, cancellation) is not { } values) continue;
            // Alerts are the edge's, evaluations an environment's.
            IEnumerable<(int Stream, string Place)> streams = catalog[each.Integration].SendsAlerts
                ? [(EventStream.OfAlerts(organisation), "the edge")]
                : environments.Where(environment => each.ClientKey is null || environment.Keys.ClientKey == each.ClientKey).Select(environment => (environment.Id, $"environment {environment.Keys.ClientKey}"));
            foreach (var (stream, place) in streams)
            {
                if (!wanted.TryAdd((stream, each.Integration), values)) errors.Add($"{each.Path}: {place} has another {each.Integration}.");
            }
        }

        if (errors.Count > 0) throw new StartFailedException(string.Join(" ", errors));
        await ReconcileAsync(wanted, cancellation);
    }

    private async Task<SettingsValues?> ReadAsync(DeclaredDestination declared, List<string> errors, CancellationToken cancellation)
    {
        // Flags are changed at the upstream, and told of from there.
        if (!catalog.TryGetValue(declared.Integration, out var integration) || !IsDeclarable(integration))
        {
            errors.Add($"{declared.Path}: there is no integration {declared.Integration}; known are {string.Join(", ", catalog.Values.Where(IsDeclarable).Select(known => known.Name).Order(StringComparer.Ordinal))}.");
            return null;
        }

        if (integration.SendsAlerts && declared.ClientKey is not null) errors.Add($"{declared.Path}: {declared.Integration} takes no client_side_key: alerts are about the edge and not about one environment.");
        var result = await check.CheckAsync(integration, declared.Settings, stored: null, cancellation);
        errors.AddRange(result.Errors.ByField.Select(field => $"{declared.Path}.{field.Key}: {string.Join(" ", field.Value)}"));
        // What is misspelt would be silently at its default.
        errors.AddRange(declared.Settings.EnumerateObject().Where(property => !integration.Fields.Any(field => field.Name == property.Name))
            .Select(property => $"{declared.Path}.{property.Name}: {declared.Integration} has no such setting."));
        return result.Values;
    }

    private static bool IsDeclarable(Integration integration) => integration is { SendsChanges: false, IsOfInstallation: false };

    private async Task ReconcileAsync(Dictionary<(int Stream, string Integration), SettingsValues> wanted, CancellationToken cancellation)
    {
        foreach (var stored in (await store.DestinationsAsync(cancellation)).Where(stored => !EventStream.IsOfInstallation(stored.EnvironmentId)))
        {
            if (!wanted.Remove((stored.EnvironmentId, stored.Integration), out var values))
            {
                var pending = (await store.LedgerAsync(stored.Id, cancellation))?.Pending ?? 0;
                await store.DeleteAsync(stored.Id, cancellation);
                Log.Deleted(logger, stored.Integration, stored.EnvironmentKey, pending);
            }
            else if (!IsSame(stored, values))
            {
                await store.ChangeSettingsAsync(stored.Id, protector.Protect(values.ToJson()), cancellation);
                Log.Changed(logger, stored.Integration, stored.EnvironmentKey);
            }
        }

        foreach (var ((stream, integration), values) in wanted)
        {
            if (await store.CreateAsync(integration, stream, protector.Protect(values.ToJson()), cancellation) is { } created)
                Log.Created(logger, integration, created.EnvironmentKey);
        }
    }

    private bool IsSame(Destination stored, SettingsValues values) =>
        protector.Unprotect(stored.ProtectedSettings.Span) is { } clear && clear.AsSpan().SequenceEqual(values.ToJson());

    private static partial class Log
    {
        [LoggerMessage(2171, LogLevel.Information, "Created the destination {Integration} of {Environment} from the configuration")]
        internal static partial void Created(ILogger logger, string integration, string environment);

        [LoggerMessage(2172, LogLevel.Information, "Changed the destination {Integration} of {Environment} as the configuration says")]
        internal static partial void Changed(ILogger logger, string integration, string environment);

        [LoggerMessage(2173, LogLevel.Warning, "Deleted the destination {Integration} of {Environment}, which the configuration no longer declares; cancelled {Pending} pending events")]
        internal static partial void Deleted(ILogger logger, string integration, string environment, long pending);
    }
}
