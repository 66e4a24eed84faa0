using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Guidon.Dashboard.Client;

/// <summary>Bodies that this room makes by hand, and answers that have no contract.</summary>
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
internal sealed partial class ClientJson : JsonSerializerContext;
