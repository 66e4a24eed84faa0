using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Guidon.Server.ApiDocs;

/// <summary>Describes messages by the same metadata with which they are written, each once.</summary>
/// <param name="infoOf">The metadata of a type.</param>
/// <param name="comments">What properties mean.</param>
internal sealed class Schemas(Func<Type, JsonTypeInfo?> infoOf, XmlComments comments)
{
    private readonly SortedDictionary<string, JsonNode?> _all = new(StringComparer.Ordinal);

    /// <summary>All messages so far, by name.</summary>
    internal JsonObject All => new(_all.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    /// <summary>What stands where a value of the type stands.</summary>
    internal JsonObject Of(Type type)
    {
        if (System.Nullable.GetUnderlyingType(type) is { } inner) return Nullable(Of(inner));
        if (Scalar(type) is { } scalar) return scalar;
        if (infoOf(type) is not { } info) return ItemOf(type) is { } lone ? Array(lone) : new JsonObject();
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => Array(ItemOf(type) ?? typeof(object)),
            JsonTypeInfoKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.GetGenericArguments()[^1]) },
            JsonTypeInfoKind.Object => Reference(type, info),
            _ => new JsonObject(),
        };
    }

    /// <summary>For what a property may lack.</summary>
    internal static JsonObject Nullable(JsonObject schema)
    {
        if (schema["type"] is JsonValue kind) schema["type"] = new JsonArray(kind.DeepClone(), "null");
        return schema.ContainsKey("$ref") ? new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) } : schema;
    }

    private JsonObject Reference(Type type, JsonTypeInfo info)
    {
        var name = NameOf(type);
        if (_all.TryAdd(name, null))   // named before it is described: messages contain their own kind
        {
            var properties = new JsonObject();
            var required = new JsonArray();
            foreach (var property in info.Properties.Where(each => each.Get is not null))
            {
                var schema = Of(property.PropertyType);
                if (property.IsGetNullable && System.Nullable.GetUnderlyingType(property.PropertyType) is null) schema = Nullable(schema);
                if (property.AttributeProvider is System.Reflection.MemberInfo member && comments.Of(type, member.Name) is { Length: > 0 } text) schema["description"] = text;
                properties[property.Name] = schema;
                required.Add(property.Name);   // nothing is left out
            }

            var described = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required };
            if (comments.Of(type) is { Length: > 0 } summary) described["description"] = summary;
            _all[name] = described;
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonObject Array(Type item) => new() { ["type"] = "array", ["items"] = Of(item) };

    private static Type? ItemOf(Type type) => type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}"
        : type.Name;

    private static JsonObject? Scalar(Type type)
    {
        if (type == typeof(JsonElement) || type == typeof(object) || type == typeof(JsonNode)) return new JsonObject();
        var (kind, format) =
            type == typeof(string) ? ("string", "")
            : type == typeof(bool) ? ("boolean", "")
            : type == typeof(int) ? ("integer", "int32")
            : type == typeof(long) ? ("integer", "int64")
            : type == typeof(double) ? ("number", "double")
            : type == typeof(decimal) ? ("number", "")
            : type == typeof(Guid) ? ("string", "uuid")
            : type == typeof(DateTime) || type == typeof(DateTimeOffset) ? ("string", "date-time")
            : type == typeof(DateOnly) ? ("string", "date")
            : type.IsEnum ? ("string", "")
            : ("", "");
        if (kind.Length == 0) return null;
        var schema = new JsonObject { ["type"] = kind };
        if (format.Length > 0) schema["format"] = format;
        return schema;
    }
}
