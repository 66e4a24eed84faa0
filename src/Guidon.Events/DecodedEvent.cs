namespace Guidon.Events;

/// <summary>A decoded event, or why it could not be decoded. Exactly one of the two is set.</summary>
/// <param name="Event">The event.</param>
/// <param name="Error">For a person; such an event is parked, never dropped.</param>
public readonly record struct DecodedEvent(EvaluatedEvent? Event, string? Error)
{
    internal static DecodedEvent Damaged(string error) => new(null, error);
}
