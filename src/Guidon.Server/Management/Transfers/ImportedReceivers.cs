using Guidon.Contracts.Transfer;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// Receivers of a file: those with whole settings are made with everything else, in the import's transaction; the others are reported.
/// </summary>
internal sealed class ImportedReceivers(
    IReadOnlyDictionary<string, Integration> catalog, SettingsCheck check, ISettingsProtector protector, DestinationChanges changes)
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

    /// <summary>Makes those that are not there yet, in the import's own transaction, with their audit records.</summary>
    /// <returns>Whether any was made: then <see cref="ApplyAsync"/> follows the commit.</returns>
    internal bool Make(Import import, IReadOnlyList<CheckedReceiver> receivers)
    {
        var streams = receivers.Select(each => (Receiver: each, Row: import.Environments.First(environment => environment.Wanted == each.Environment).Row))
            .Select(each => (each.Receiver, each.Row, Stream: each.Receiver.Integration.StreamOf(IntegrationLevel.Environment, each.Row.Id))).ToList();
        var existing = import.Plane.Destinations.Of(streams.Select(each => each.Stream).ToHashSet());
        var made = streams.Count(each => Make(import, existing, each.Receiver, each.Row, each.Stream));
        return made > 0;
    }

    internal Task ApplyAsync() => changes.ApplyAsync();

    private bool Make(Import import, IReadOnlyList<Destination> existing, CheckedReceiver receiver, ProjectEnvironment environment, int stream)
    {
        var (integration, settings) = (receiver.Integration, receiver.Values.ToJson());
        var isThere = existing.Any(each => each.EnvironmentId == stream && each.Integration == integration.Name
            && (!integration.HasSeveral || protector.Unprotect(each.ProtectedSettings.Span).AsSpan().SequenceEqual(settings)));
        var made = isThere ? null : import.Plane.Destinations.Create(integration.Name, stream, protector.Protect(settings), !integration.HasSeveral, import.Change.Now);
        import.Progress.Note("integration", $"{environment.Name}: {integration.Name}", made is null ? EntityState.Unchanged : EntityState.Added);
        if (made is null) return false;
        var place = Place.Of(import.Project) with { EnvironmentId = environment.Id };
        import.Change.Noted.Add(DestinationChanges.EntryOf(place, made, AuditRecord.Create, DestinationChanges.Fields(integration, null, receiver.Values)));
        return true;
    }
}
