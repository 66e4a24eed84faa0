using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Server.Management.Integrations;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>
/// <c>POST /api/guidon/v1/destinations/{id}/hold|pause|resume</c>: a person stops a destination or lets it go on. Nothing is lost meanwhile, and
/// the answer is the destination as the list shows it.
/// </summary>
internal sealed class StopDestination(IDeliveryStore store, DeliveryService delivery, ListDestinations list, DestinationChanges changes)
{
    private const int ReasonCharactersMax = 200;

    /// <summary>Held, for a reason that the body may give: <c>{"reason": "…"}</c>.</summary>
    internal async Task HoldAsync(HttpContext http, Caller caller)
    {
        var reason = "";
        if (http.Request.ContentLength is not (null or 0))
        {
            using var body = await IntegrationTarget.ReadBodyAsync(http);
            if (body is null) return;
            if (ReadReason(body.RootElement) is not { } written)
            {
                await Answers.FieldAsync(http, "reason", $"Ensure this field is text of no more than {ReasonCharactersMax} characters, without control characters.");
                return;
            }

            reason = written;
        }

        await ChangeAsync(http, caller, DestinationState.Held, reason.Length == 0 ? Destination.ByHand : $"{Destination.ByHand}: {reason}");
    }

    internal Task PauseAsync(HttpContext http, Caller caller) => ChangeAsync(http, caller, DestinationState.Paused, null);

    /// <summary>Active again, whoever stopped it; what a wrong configuration held is tried at once and held again if it is still wrong.</summary>
    internal Task ResumeAsync(HttpContext http, Caller caller) => ChangeAsync(http, caller, DestinationState.Active, null);

    private static string? ReadReason(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        if (!body.TryGetProperty("reason", out var value) || value.ValueKind == JsonValueKind.Null) return "";
        if (value.ValueKind != JsonValueKind.String) return null;
        var text = (value.GetString() ?? "").Trim();
        return text.Length <= ReasonCharactersMax && !text.Any(char.IsControl) ? text : null;
    }

    private async Task ChangeAsync(HttpContext http, Caller caller, DestinationState state, string? heldReason)
    {
        var id = http.PathId("id");
        var own = await store.DestinationsOfAsync(caller.OrganisationId, http.RequestAborted);
        var found = own.FirstOrDefault(each => each.Id == id);
        var changed = found is null ? null : await changes.RecordAsync(
            caller, AuditRecord.Update, [AuditField.Of("state", found.State, state)], () => store.StopOrResumeAsync(id, state, heldReason, http.RequestAborted));
        if (changed is null || await store.LedgerAsync(changed.Id, http.RequestAborted) is not { } ledger)
        {
            await Answers.NotFoundAsync(http);
            return;
        }

        delivery.Changed();
        await Answers.JsonAsync(http, StatusCodes.Status200OK, list.Summary(changed, ledger), ContractsJson.Default.DestinationSummary);
    }
}
