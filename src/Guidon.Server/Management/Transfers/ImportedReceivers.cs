using System.Globalization;
using Guidon.Contracts.Transfer;
using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// Receivers of a file: those with whole settings are made once the rows are committed, in the delivery store's own transactions; the same file
/// again makes what a crash left out. The others are reported.
/// </summary>
internal sealed class ImportedReceivers(
    IReadOnlyDictionary<string, Integration> catalog, SettingsCheck check, IDeliveryStore store, ISettingsProtector protector, DestinationChanges changes)
{
    /// <summary>What can be made, and why the rest cannot.</summary>
    internal async Task<(IReadOnlyList<CheckedReceiver> Whole, IReadOnlyList<Loss> Losses)> CheckAsync(ImportFile file, CancellationToken cancellation)
    {
        List<CheckedReceiver> whole = [];
        List<Loss> losses = [];
        foreach (var environment in file.Environments)
        {
            foreach (var wanted in environment.Receivers)
            {
                var path = $"environments[name={environment.Name}].integrations[integration={wanted.Integration}]";
                if (!catalog.TryGetValue(wanted.Integration, out var integration) || !integration.Levels.Contains(IntegrationLevel.Environment))
                {
                    losses.Add(new Loss(path, "object", "This server has no such integration for environments."));
                    continue;
                }

                var result = await check.CheckAsync(integration, wanted.Settings, stored: null, cancellation);
                if (result.Values is { } values) whole.Add(new CheckedReceiver(environment, integration, values));
                else losses.AddRange(result.Errors.ByField.Select(error => new Loss($"{path}.settings.{error.Key}", "text", string.Join(' ', error.Value))));
            }
        }

        return (whole, losses);
    }

    /// <summary>Not cancellable: the rows are durable already.</summary>
    internal async Task MakeAsync(Import import, IReadOnlyList<CheckedReceiver> receivers)
    {
        if (receivers.Count == 0) return;
        var existing = await store.DestinationsAsync(CancellationToken.None);
        foreach (var receiver in receivers)
        {
            var stream = receiver.Integration.StreamOf(IntegrationLevel.Environment, import.Environments.First(each => each.Wanted == receiver.Environment).Row.Id);
            var settings = receiver.Values.ToJson();
            var isThere = existing.Any(each => each.EnvironmentId == stream && each.Integration == receiver.Integration.Name
                && (!receiver.Integration.HasSeveral || protector.Unprotect(each.ProtectedSettings.Span).AsSpan().SequenceEqual(settings)));
            if (isThere) continue;
            if (receiver.Integration.HasSeveral) await store.CreateAnotherAsync(receiver.Integration.Name, stream, protector.Protect(settings), CancellationToken.None);
            else await store.CreateAsync(receiver.Integration.Name, stream, protector.Protect(settings), CancellationToken.None);
        }

        await changes.ApplyAsync();
    }

    /// <summary>How many receivers of each kind there will be, for the tally.</summary>
    internal static void Note(Import import, IReadOnlyList<CheckedReceiver> receivers)
    {
        foreach (var receiver in receivers)
            import.Progress.Note("integration", string.Create(CultureInfo.InvariantCulture, $"{receiver.Environment.Name}: {receiver.Integration.Name}"), Microsoft.EntityFrameworkCore.EntityState.Added);
    }
}
