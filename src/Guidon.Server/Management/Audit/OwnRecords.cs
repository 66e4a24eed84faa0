using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// Records of what the server does to destinations by itself: without an author, marked as the system's, in the transaction of what they tell of
/// (decision 440).
/// </summary>
internal sealed class OwnRecords(IControlPlaneStore store, AuditLog audit, TimeProvider time)
{
    private const string Expired = "Undelivered events of destination expired";

    /// <summary>A destination is held since its receiver refuses, or goes on since it takes events again.</summary>
    internal async ValueTask StateAsync(Func<ValueTask> write) => await RecordAsync<(Destination Now, DestinationState Before), bool>(
        async () =>
        {
            await write();
            return true;
        },
        (plane, moved) => moved.Now.State == moved.Before ? null : EntryOf(plane, moved.Now, moved.Now.State == DestinationState.Held ? "Destination held" : "Destination goes on", StateFields(moved.Now, moved.Before)));

    /// <summary>Events expired that could not be delivered: one record for each destination and day. How many they were stands among the decisions of retention.</summary>
    internal ValueTask<int> ExpiryAsync(PendingDestination pending, Func<ValueTask<int>> write) => RecordAsync<int, int>(
        write, (plane, settled) => settled == 0 || IsToldToday(plane, pending.Id) || plane.Destinations.Find(pending.Id) is not { } destination ? null : EntryOf(plane, destination, Expired, []));

    /// <summary>A replay that stood still for a month was cancelled.</summary>
    internal ValueTask<bool> ReplayAsync(Replay replay, Func<ValueTask<bool>> write) => RecordAsync<bool, bool>(
        write, (plane, isDone) => isDone && plane.Destinations.Find(replay.Request.DestinationId) is { } destination && EntryOf(plane, destination, "") is { } entry
            ? entry with { RelatedType = "REPLAY", RelatedId = replay.Id, Summary = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Replay {replay.Id} cancelled: it stood still for a month") }
            : null);

    private async ValueTask<T> RecordAsync<TWritten, T>(Func<ValueTask<T>> write, Func<ControlPlane, TWritten, AuditEntry?> entryOf)
    {
        if (!audit.IsKept) return await write();
        // The first use of the model takes a second, for which other writers would have to wait inside of the transaction.
        await store.ReadAsync(plane => plane.AuditHeads.Any(), CancellationToken.None);
        return await audit.RecordAsync(Caller.Server, write, entryOf);
    }

    private bool IsToldToday(ControlPlane plane, int destination)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return plane.AuditRecords.Any(each => each.RelatedType == DestinationChanges.RelatedType && each.RelatedId == destination && each.IsSystemEvent && each.CreatedAt >= today && each.Summary.StartsWith(Expired));
    }

    // Of the reason its code alone: the receiver's words may name an identity, and a record is kept for good.
    private static ImmutableArray<AuditField> StateFields(Destination now, DestinationState before) => now.HeldReason is { } reason
        ? [AuditField.Of("state", before, now.State), AuditField.Of("held_reason", null, reason.Split(':')[0])]
        : [AuditField.Of("state", before, now.State)];

    // The installation's own destinations are no organisation's, so nobody could read of them; alerts tell of those.
    private static AuditEntry? EntryOf(ControlPlane plane, Destination destination, string done, ImmutableArray<AuditField> fields = default) =>
        PlaceOf(plane, destination.EnvironmentId) is { } place
            ? DestinationChanges.EntryOf(place, destination, AuditRecord.Update, fields.IsDefault ? [] : fields) with { Summary = $"{done}: {destination.Integration}" }
            : null;

    // Also of a place that was just deleted: its row stays.
    private static Place? PlaceOf(ControlPlane plane, int stream)
    {
        if (EventStream.OrganisationOf(stream) is { } organisation) return new Place(organisation);
        if (EventStream.ProjectOf(stream) is { } project) return Place.Of(plane.Projects.IgnoreQueryFilters().Single(each => each.Id == project));
        if (EventStream.EnvironmentOf(stream) is not { } id) return null;
        var environment = plane.Environments.IgnoreQueryFilters().Single(each => each.Id == id);
        return Place.Of(plane.Projects.IgnoreQueryFilters().Single(each => each.Id == environment.ProjectId)) with { EnvironmentId = id };
    }
}
