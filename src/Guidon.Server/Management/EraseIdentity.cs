using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>
/// <c>DELETE /api/guidon/v1/environments/{environment}/identities/{identifier}</c>: takes an identity out of everything that is kept here, and
/// answers with a receipt. What receivers got is theirs to delete.
/// </summary>
internal sealed partial class EraseIdentity(
    OwnEnvironments environments,
    IErasureStore store,
    IControlPlaneStore plane,
    EnvironmentReloads reloads,
    DestinationChanges changes,
    AuditLog audit,
    TimeProvider time,
    ILogger<EraseIdentity> logger)
{
    private const int IdentifierAt = 6;   // after "api", "guidon", "v1", "environments", the key and "identities"

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await environments.FindAsync(http, caller) is not { } environment) return;
        var identifier = PathSegments.Read(http, "identifier", IdentifierAt);
        if (IdentityRequestReader.IdentifierError(identifier) is { } error)
        {
            await Answers.FieldAsync(http, "identifier", error);
            return;
        }

        // Overrides first: the published document is one more place, and the erasure ends with the clearing of the files.
        var overrides = await EraseOverridesAsync(environment, identifier);
        var isTold = false;   // an erasure is many writes; the first tells of it
        var receipt = await audit.RecordAsync<ErasureReceipt, ErasureReceipt>(caller, () => store.EraseAsync(environment, identifier, http.RequestAborted), _ =>
        {
            var entry = isTold ? null : Entry(caller, identifier);
            isTold = true;
            return entry;
        });
        await changes.ApplyAsync();
        Log.Erased(logger, environment, receipt.Events, receipt.PendingCancelled, receipt.ParkedCancelled);
        var summary = Summary(receipt, overrides);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(summary, ContractsJson.Default.ErasureSummary));
    }

    // The record is kept for good, so it does not name whom it is about.
    private AuditEntry Entry(Caller caller, string identifier) => new()
    {
        RelatedType = "IDENTITY",
        OrganisationId = caller.Place.OrganisationId,
        ProjectId = caller.Place.ProjectId,
        EnvironmentId = caller.Place.EnvironmentId,
        Action = AuditRecord.Delete,
        Summary = $"Identity erased: {audit.Pseudonym(identifier)}",
    };

    private async Task<int> EraseOverridesAsync(int environmentId, string identifier)
    {
        var count = await plane.WriteAsync(
            context =>
            {
                var states = context.FeatureStates.Where(state => state.EnvironmentId == environmentId && state.Identifier == identifier).ToList();
                if (states.Count == 0) return 0;
                context.RemoveRange(states);
                EnvironmentPublisher.Publish(context, environmentId, time.GetUtcNow());
                return states.Count;
            },
            CancellationToken.None);
        if (count > 0) await reloads.ReloadAsync([environmentId]);
        return count;
    }

    private ErasureSummary Summary(ErasureReceipt receipt, int overrides) => new()
    {
        ErasedAt = time.GetUtcNow(),
        Identities = receipt.Identities,
        Traits = receipt.Traits,
        Overrides = overrides,
        Events = receipt.Events,
        PendingCancelled = receipt.PendingCancelled,
        ParkedCancelled = receipt.ParkedCancelled,
        ReturnedCancelled = receipt.ReturnedCancelled,
        Attempts = receipt.Attempts,
        Replays = receipt.Replays,
        Marks = receipt.Marks,
        Texts = receipt.Texts,
        FilesCleared = receipt.FilesCleared,
    };

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Information, "Erased an identity of environment {EnvironmentId}: {Events} events, {Pending} pending deliveries, {Parked} parked events")]
        internal static partial void Erased(ILogger logger, int environmentId, int events, int pending, int parked);
    }
}
