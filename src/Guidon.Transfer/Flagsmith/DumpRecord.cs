using System.Text.Json;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>One record of a dump: its model's last name in lower case, its fields, and how others refer to it.</summary>
/// <param name="Model">As <c>featurestate</c>.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Keys">Everything that a reference to it may say.</param>
internal sealed record DumpRecord(string Model, SourceObject Fields, IReadOnlyList<string> Keys)
{
    internal static DumpRecord Read(SourceObject source, LossLog log)
    {
        var model = source.NeededText("model");
        var fields = source.Object("fields") ?? new SourceObject(JsonElement.Parse("{}"), source.At("fields"), log);
        var name = model[(model.LastIndexOf('.') + 1)..].Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        List<string> keys = [];
        if (source.Any("pk") is { } pk) keys.Add(Reference(pk));
        if (fields.Text("uuid") is { } uuid) keys.Add(uuid);
        if (name == "environment" && fields.Text("api_key") is { } key) keys.Add(key);
        if (name == "identity" && fields.Text("identifier") is { } identifier && fields.Any("environment") is { } environment) keys.AddRange([$"{identifier}|{Reference(environment)}", $"{Reference(environment)}|{identifier}"]);
        source.Close();
        return new DumpRecord(name, fields, keys);
    }

    /// <summary>What a field refers to; empty for nothing. Natural keys are lists.</summary>
    internal string To(string field) => Fields.Any(field) is { } value ? Reference(value) : "";

    internal static string Reference(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join('|', value.EnumerateArray().Select(Reference)),
        JsonValueKind.String => value.GetString() ?? "",
        _ => value.GetRawText(),
    };
}
