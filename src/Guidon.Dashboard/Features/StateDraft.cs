using System.Globalization;
using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Features;

/// <summary>One feature state while it is edited, with whatever was written, right or wrong.</summary>
/// <param name="Enabled">Whether it is to be on.</param>
/// <param name="Value">Its value.</param>
/// <param name="Weights">Percent by variant, as written.</param>
public sealed record StateDraft(bool Enabled, ValueText Value, IReadOnlyDictionary<int, string> Weights)
{
    /// <summary>What the variants leave to the state's own value, in percent; below 0 when they are too many.</summary>
    public double Control => Math.Round(100 - Weights.Values.Sum(text => Percent.Read(text) ?? 0), 6);

    /// <summary>The first thing that is wrong; <see langword="null"/> when nothing is.</summary>
    public string? Problem =>
        Value.Problem
        ?? (Weights.Values.Any(text => Percent.Read(text) is null) ? Percent.Rule : null)
        ?? (Control < 0 ? "The shares of the variants make more than 100 %." : null);

    internal static StateDraft Of(bool enabled, FlagValue? value, IReadOnlyList<FlagVariant> variants) => new(
        enabled, ValueText.Of(value), variants.ToDictionary(each => each.Id, each => each.Weight.ToString("0.######", CultureInfo.InvariantCulture)));

    /// <param name="sent">The value of a form's field.</param>
    /// <param name="prefix">Before the names of all its fields.</param>
    /// <param name="variants">Ids of the feature's variants.</param>
    internal static StateDraft Read(Func<string, string> sent, string prefix, IEnumerable<int> variants) => new(
        sent(prefix + "on") == "true",
        new ValueText(sent(prefix + "kind") is { Length: > 0 } kind ? kind : "text", sent(prefix + "value").ReplaceLineEndings("\n")),
        variants.ToDictionary(id => id, id => sent($"{prefix}w{id}")));

    internal JsonObject ToJson() => new()
    {
        ["enabled"] = Enabled,
        ["value"] = Value.ToJson(),
        ["variants"] = new JsonArray([.. Weights.OrderBy(pair => pair.Key).Select(pair => new JsonObject { ["id"] = pair.Key, ["weight"] = Percent.Read(pair.Value) ?? 0 })]),
    };
}
