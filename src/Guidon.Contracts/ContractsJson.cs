using System.Text.Json.Serialization;

namespace Guidon.Contracts;

/// <summary>How the messages of this room are read and written: snake_case, nothing left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AlertDetail))]
[JsonSerializable(typeof(AlertList))]
[JsonSerializable(typeof(AttemptList))]
[JsonSerializable(typeof(DestinationList))]
[JsonSerializable(typeof(MovedEvents))]
[JsonSerializable(typeof(ParkedDetail))]
[JsonSerializable(typeof(ParkedList))]
[JsonSerializable(typeof(ParkedSummary))]
[JsonSerializable(typeof(ReplayDryRunAnswer))]
[JsonSerializable(typeof(ReplayList))]
[JsonSerializable(typeof(ReplaySummary))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(ErasureSummary))]
[JsonSerializable(typeof(EventPolicySummary))]
[JsonSerializable(typeof(RetentionDecisionList))]
[JsonSerializable(typeof(FlagAnswer))]
[JsonSerializable(typeof(FeatureAnswer))]
[JsonSerializable(typeof(Page<FeatureAnswer>))]
[JsonSerializable(typeof(FeatureStateAnswer))]
[JsonSerializable(typeof(Page<FeatureStateAnswer>))]
public sealed partial class ContractsJson : JsonSerializerContext;
