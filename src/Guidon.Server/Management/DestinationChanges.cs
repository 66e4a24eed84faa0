using Guidon.Delivery;
using Guidon.Server.Edge;

namespace Guidon.Server.Management;

/// <summary>
/// Makes a stored change of destinations effective before it is answered: intake captures for them, pumps know them. Not cancellable:
/// the change is already durable, whatever became of the caller.
/// </summary>
internal sealed class DestinationChanges(CapturePolicies policies, DeliveryService delivery)
{
    internal async Task ApplyAsync()
    {
        await policies.RefreshAsync(CancellationToken.None);
        delivery.Changed();
    }
}
