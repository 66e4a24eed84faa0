using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guidon.Receivers;

/// <summary>How scripts are written in JSON: <c>[{"status":429,"retry_after":"2","times":3},{"mode":"cut_after"}]</c>.</summary>
internal static class JsonOptions
{
    internal static JsonSerializerOptions Steps { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
