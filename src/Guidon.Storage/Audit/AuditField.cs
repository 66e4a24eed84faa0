using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Guidon.Storage.Audit;

/// <summary>One field of a change.</summary>
/// <param name="Field">Its name, in snake case.</param>
/// <param name="Old">What it was; null when there was nothing.</param>
/// <param name="New">What it is; null when there is nothing.</param>
public sealed record AuditField(string Field, JsonElement? Old, JsonElement? New)
{
    /// <summary>Stands for a secret: that it changed is told, and not to what.</summary>
    public const string Hidden = "(hidden)";

    /// <summary>With values as texts, numbers or booleans.</summary>
    public static AuditField Of(string field, object? old, object? now) => new(field, Json(old), Json(now));

    /// <summary>What <see cref="Model.AuditRecord.Fields"/> holds.</summary>
    public static ImmutableArray<AuditField> Read(string fields) => JsonSerializer.Deserialize(fields, StorageJson.Default.ImmutableArrayAuditField);

    private static JsonElement? Json(object? value) => value switch
    {
        null => null,
        JsonElement element => element,
        bool flag => JsonElement.Parse(flag ? "true" : "false"),
        int number => JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture)),
        double number => JsonElement.Parse(number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => Text(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
        _ => Text(value.ToString() ?? ""),
    };

    private static JsonElement Text(string text) => JsonElement.Parse(JsonSerializer.Serialize(text, StorageJson.Default.String));
}
