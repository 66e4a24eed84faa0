using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Guidon.Contracts.Transfer;

namespace Guidon.Transfer;

/// <summary>Finds what a project file says beyond what this version reads, so that nothing is dropped in silence.</summary>
public static class UnknownMembers
{
    private const int LossesMax = 1_000;

    /// <summary>The first thousand of them, in the order of the file.</summary>
    public static IReadOnlyList<Loss> Find(JsonElement file) => [.. Find(file, TransferJson.Default.ProjectFile, "").Take(LossesMax)];

    private static IEnumerable<Loss> Find(JsonElement value, JsonTypeInfo? type, string path)
    {
        if (type is null) return [];
        if (value.ValueKind == JsonValueKind.Array && type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { } element)
            return value.EnumerateArray().SelectMany((item, at) => Find(item, TypeOf(element), string.Create(CultureInfo.InvariantCulture, $"{path}[{at}]")));
        return value.ValueKind == JsonValueKind.Object && type.Kind == JsonTypeInfoKind.Object ? InObject(value, type, path) : [];
    }

    private static IEnumerable<Loss> InObject(JsonElement value, JsonTypeInfo type, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            var known = type.Properties.FirstOrDefault(property => property.Name == member.Name);
            if (known is null) yield return new Loss(place, KindOf(member.Value), "This version does not know the field.");
            else
            {
                foreach (var loss in Find(member.Value, TypeOf(known.PropertyType), place)) yield return loss;
            }
        }
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static JsonTypeInfo? TypeOf(Type type) => TransferJson.Default.GetTypeInfo(type);
}
