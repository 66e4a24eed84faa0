using System.Text.Json;

namespace Guidon.Integrations.Health;

/// <summary>A kind of body by which something outside says how features are doing.</summary>
/// <param name="Name">What operators call it; unique.</param>
/// <param name="Read">Pure: what a body says, or what is wrong with it.</param>
public sealed record HealthFormat(string Name, Func<JsonElement, HealthReading> Read);
