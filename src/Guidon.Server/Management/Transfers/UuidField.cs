using Guidon.Server.Edge;

namespace Guidon.Server.Management.Transfers;

/// <summary>Uuids in files.</summary>
internal static class UuidField
{
    internal static Guid? UuidOrNull(this FieldReader reader, string name)
    {
        if (reader.Optional(name) is not { } value) return null;
        if (value.ValueKind == System.Text.Json.JsonValueKind.String && value.TryGetGuid(out var uuid)) return uuid;
        reader.Errors.Add(name, "Must be a valid UUID.");
        return null;
    }

    internal static Guid Uuid(this FieldReader reader, string name) => reader.Needed(name) is null ? Guid.Empty : reader.UuidOrNull(name) ?? Guid.Empty;

    internal static IReadOnlyList<string> Texts(this FieldReader reader, string name, int itemsMax, int charsMax)
    {
        if (reader.Optional(name) is not { } list) return [];
        if (list.ValueKind == System.Text.Json.JsonValueKind.Array && list.GetArrayLength() <= itemsMax
            && list.EnumerateArray().All(each => each.ValueKind == System.Text.Json.JsonValueKind.String && each.GetString() is { Length: > 0 } text && text.Length <= charsMax))
            return [.. list.EnumerateArray().Select(each => each.GetString() ?? "").Distinct(StringComparer.Ordinal)];
        reader.Errors.Add(name, $"A list of at most {itemsMax} texts of at most {charsMax} characters is required.");
        return [];
    }
}
