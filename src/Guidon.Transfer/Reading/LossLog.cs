using System.Text.Json;
using Guidon.Contracts.Transfer;

namespace Guidon.Transfer.Reading;

/// <summary>Collects what a conversion cannot carry.</summary>
internal sealed class LossLog
{
    private readonly List<Loss> _losses = [];

    internal IReadOnlyList<Loss> Losses => _losses;

    internal void Add(string path, JsonElement value, string reason) => _losses.Add(new Loss(path, KindOf(value), reason));

    internal void Add(string path, string reason) => _losses.Add(new Loss(path, "object", reason));

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
