using System.Text.Json;

namespace Guidon.Integrations.Health;

/// <summary>A kind of body by which something outside says how features are doing.</summary>
/// <param name="Name">What operators call it; unique.</param>
/// <param name="Sends">Who sends it, and how a feature is named in it: one or two sentences for operators.</param>
/// <param name="Sample">A body that <paramref name="Read"/> understands.</param>
/// <param name="Read">Pure: what a body says, or what is wrong with it.</param>
public sealed record HealthFormat(string Name, string Sends, string Sample, Func<JsonElement, HealthReading> Read);
