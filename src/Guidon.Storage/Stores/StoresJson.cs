using System.Text.Json.Serialization;
using Guidon.Events.Retention;

namespace Guidon.Storage.Stores;

/// <summary>What this room keeps as JSON.</summary>
[JsonSerializable(typeof(TraitRules))]
internal sealed partial class StoresJson : JsonSerializerContext;
