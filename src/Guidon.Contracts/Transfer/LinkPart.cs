using System.Text.Json;

namespace Guidon.Contracts.Transfer;

/// <summary>A link of a <see cref="FeaturePart"/> to an issue or a merge request.</summary>
/// <param name="Type">As <see cref="ExternalResourceAnswer.Type"/>.</param>
/// <param name="Url">Unique in its feature.</param>
/// <param name="Metadata">What clients keep beside it: an object, or null for nothing.</param>
public sealed record LinkPart(string Type, string Url, JsonElement? Metadata);
