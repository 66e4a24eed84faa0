using System.Text.Json.Serialization;
using Guidon.Events.Retention;
using Guidon.Monitoring.Nodes;

namespace Guidon.Storage.Stores;

/// <summary>What this room keeps as JSON.</summary>
[JsonSerializable(typeof(TraitRules))]
[JsonSerializable(typeof(NodeReport))]
internal sealed partial class StoresJson : JsonSerializerContext;
