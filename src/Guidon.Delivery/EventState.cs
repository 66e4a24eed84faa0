namespace Guidon.Delivery;

/// <summary>Where one event of a window stands.</summary>
internal enum EventState
{
    Waiting,
    Delivered,
    Filtered,
    Cancelled,
    Parked,
}
