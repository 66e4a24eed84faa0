using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guidon.Evaluation.Explanations;

/// <summary>How explanations are written: snake case, kinds as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(IReadOnlyList<Explanation>))]
public sealed partial class ExplanationJson : JsonSerializerContext;
