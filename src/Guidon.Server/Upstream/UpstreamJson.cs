using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Guidon.Server.Upstream;

[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class UpstreamJson : JsonSerializerContext;
