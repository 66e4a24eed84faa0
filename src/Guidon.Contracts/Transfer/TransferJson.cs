using System.Text.Json.Serialization;

namespace Guidon.Contracts.Transfer;

/// <summary>How files and their reports are written: snake_case, indented for people and comparisons. Null is written: it says that there is none, not that it stays.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ProjectFile))]
[JsonSerializable(typeof(IdentityPage))]
[JsonSerializable(typeof(LossReport))]
[JsonSerializable(typeof(IReadOnlyList<FeatureFile>))]
[JsonSerializable(typeof(FeatureTransferAnswer))]
[JsonSerializable(typeof(Page<FeatureTransferAnswer>))]
[JsonSerializable(typeof(ImportAnswer))]
public sealed partial class TransferJson : JsonSerializerContext;
