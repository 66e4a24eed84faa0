using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Server.Edge;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>
/// The one path of every change of destinations: recorded in the transaction of the change, and effective before it is answered: intake captures
/// for them, pumps know them.
/// </summary>
internal sealed class DestinationChanges(CapturePolicies policies, DeliveryService delivery, AuditLog audit)
{
    /// <summary>What destinations are called in records.</summary>
    internal const string RelatedType = "DESTINATION";

    /// <summary>Not cancellable: the change is already durable, whatever became of the caller.</summary>
    internal async Task ApplyAsync()
    {
        await policies.RefreshAsync(CancellationToken.None);
        delivery.Changed();
    }

    /// <summary>Runs a write that makes a destination or changes one.</summary>
    /// <param name="caller">Who asks, and at which place.</param>
    /// <param name="action"><see cref="AuditRecord.Create"/> or <see cref="AuditRecord.Update"/>.</param>
    /// <param name="fields">The old and the new, from <see cref="Fields"/>.</param>
    /// <param name="write">Calls the store.</param>
    internal Task<Destination?> RecordAsync(Caller caller, string action, ImmutableArray<AuditField> fields, Func<ValueTask<Destination?>> write) =>
        audit.RecordAsync<Destination, Destination?>(caller, write, written => EntryOf(caller.Place, written, action, fields));

    /// <summary>Runs a write that takes a destination away.</summary>
    internal Task<bool> RecordDeletionAsync(Caller caller, Destination destination, Func<ValueTask<bool>> write) =>
        audit.RecordAsync<bool, bool>(caller, write, isDone => isDone ? EntryOf(caller.Place, destination, AuditRecord.Delete, []) : null);

    /// <summary>What became of settings; of secrets only that they changed.</summary>
    internal static ImmutableArray<AuditField> Fields(Integration integration, SettingsValues? old, SettingsValues now) =>
    [
        .. integration.Fields.Concat(DeliveryFields.Of(integration)).Where(field => (old?.Text(field.Name) ?? "") != now.Text(field.Name)).Select(field => field.Kind == SettingKind.Secret
            ? AuditField.Of(field.Name, old is null ? null : AuditField.Hidden, AuditField.Hidden)
            : AuditField.Of(field.Name, old?.Text(field.Name), now.Text(field.Name))),
    ];

    /// <summary>The record of a destination that came, changed or went.</summary>
    internal static AuditEntry EntryOf(Place place, Destination destination, string action, ImmutableArray<AuditField> fields) => new()
    {
        RelatedType = RelatedType,
        RelatedId = destination.Id,
        OrganisationId = place.OrganisationId,
        ProjectId = place.ProjectId,
        EnvironmentId = place.EnvironmentId,
        Action = action,
        Summary = $"Destination {action switch { AuditRecord.Create => "created", AuditRecord.Delete => "deleted", _ => "updated" }}: {destination.Integration}",
        Fields = fields,
    };
}
