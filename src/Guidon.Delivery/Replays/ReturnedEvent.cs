using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>A settled event that is to be sent once more.</summary>
/// <param name="Logged">The event.</param>
/// <param name="ReplayId">Which replay took it; 0 when a person retried it.</param>
/// <param name="NewKeys">It travels under another id.</param>
public sealed record ReturnedEvent(LoggedEvent Logged, int ReplayId, bool NewKeys);
