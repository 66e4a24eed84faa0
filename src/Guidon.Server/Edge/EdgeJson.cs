using System.Text.Json.Serialization;

namespace Guidon.Server.Edge;

[JsonSerializable(typeof(string))]
internal sealed partial class EdgeJson : JsonSerializerContext;
