namespace Guidon.Events.Retention;

/// <summary>What one bounded transaction of retention did.</summary>
/// <param name="Dropped">Events that are gone.</param>
/// <param name="ExaminedTo">The last sequence that was looked at; the next step begins behind it.</param>
/// <param name="HasMore">False when the rest is too young or still needed by a destination.</param>
public readonly record struct DropStep(int Dropped, long ExaminedTo, bool HasMore);
