using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Guidon.Delivery.Settings;

/// <summary>How lists are written inside settings, whose values are texts.</summary>
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class SettingsJson : JsonSerializerContext;
