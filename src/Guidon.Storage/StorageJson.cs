using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Guidon.Flags;
using Guidon.Flags.Documents;

namespace Guidon.Storage;

/// <summary>The room's JSON: columns that hold more than a scalar.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<FeatureDetail>))]
[JsonSerializable(typeof(ImmutableArray<RuleDocument>))]
[JsonSerializable(typeof(ImmutableArray<Audit.AuditField>))]
[JsonSerializable(typeof(ImmutableArray<Versions.VersionState>))]
[JsonSerializable(typeof(string))]
internal sealed partial class StorageJson : JsonSerializerContext;
