namespace Guidon.Events;

/// <summary>A flag or trait value inside an event.</summary>
/// <param name="Json">The value as compact JSON text: <c>null</c>, <c>true</c>, <c>12</c>, <c>"blue"</c>. Never empty.</param>
public readonly record struct EventValue(string Json)
{
    /// <summary>No value.</summary>
    public static EventValue Null { get; } = new("null");
}
