using Guidon.Contracts;
using Guidon.Delivery;

namespace Guidon.Server.Management;

/// <summary><c>GET /api/guidon/v1/destinations</c>: state, lag and balance of every destination of the caller's organisation, read from the store at this moment.</summary>
internal sealed class ListDestinations(DeliveryService delivery, TimeProvider time)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var all = await delivery.StatusOfAsync(caller.OrganisationId, http.RequestAborted);
        var list = new DestinationList([.. all.Select(status => Summary(status.Destination, status.Ledger))]);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, list, ContractsJson.Default.DestinationList);
    }

    internal DestinationSummary Summary(Destination destination, LedgerEntry ledger) => new()
    {
        Id = destination.Id,
        Integration = destination.Integration,
        Environment = destination.EnvironmentKey,
        State = destination.State switch
        {
            DestinationState.Active => "active",
            DestinationState.Held => "held",
            _ => "paused",
        },
        HeldReason = destination.HeldReason,
        OldestPendingSeconds = ledger.OldestPendingAt is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0,
        Ledger = new LedgerSummary
        {
            Accepted = ledger.Accepted,
            Delivered = ledger.Delivered,
            Doubtful = ledger.Doubtful,
            Parked = ledger.Parked,
            Pending = ledger.Pending,
            Filtered = ledger.Filtered,
            Cancelled = ledger.Cancelled,
            Expired = ledger.Expired,
            Residual = ledger.Residual,
        },
    };
}
