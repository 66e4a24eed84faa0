using Guidon.Events;

namespace Guidon.Delivery.Parking;

/// <summary>A parked event with its place and, while the log has it, the event itself.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Parked">Why and when.</param>
/// <param name="Logged">The event; <see langword="null"/> when the log no longer has it, which the doctor reports.</param>
public sealed record ParkedEntry(ParkedKey Key, ParkedEvent Parked, LoggedEvent? Logged)
{
    /// <summary>The identity; empty when the event cannot be decoded. Filled in by <see cref="ParkedEvents"/>.</summary>
    public string Identity { get; init; } = "";
}
