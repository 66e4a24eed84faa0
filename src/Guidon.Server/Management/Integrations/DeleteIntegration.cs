using Guidon.Delivery;

namespace Guidon.Server.Management.Integrations;

/// <summary><c>DELETE …/integrations/{integration}/{id}/</c>: 204. What was pending is counted as cancelled; the ledger stays.</summary>
internal sealed class DeleteIntegration(IntegrationTarget target, IDeliveryStore store, DestinationChanges changes)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindItemAsync(http, caller) is not var (destination, _)) return;
        await changes.RecordDeletionAsync(caller, destination, () => store.DeleteAsync(destination.Id, http.RequestAborted));
        await changes.ApplyAsync();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
