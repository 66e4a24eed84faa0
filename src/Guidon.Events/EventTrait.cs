namespace Guidon.Events;

/// <summary>A trait inside an event.</summary>
/// <param name="Id">The stored trait's id; 0 when it is not stored.</param>
/// <param name="Key">The trait's key.</param>
/// <param name="Value">The value; <see cref="EventValue.Null"/> for a transient trait, whose value never reaches the disk.</param>
/// <param name="Transient">True when the caller sent it for this evaluation only.</param>
public readonly record struct EventTrait(long Id, string Key, EventValue Value, bool Transient);
