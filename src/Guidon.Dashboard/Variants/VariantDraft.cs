using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Features;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Parts;

namespace Guidon.Dashboard.Variants;

/// <summary>A variant while it is edited.</summary>
/// <param name="Id">0 for a new one.</param>
/// <param name="Key">As written; empty for none.</param>
/// <param name="Kind"><c>unicode</c>, <c>int</c> or <c>bool</c>.</param>
/// <param name="Value">As written.</param>
/// <param name="Share">Percent, as written.</param>
public sealed record VariantDraft(int Id, string Key, string Kind, string Value, string Share)
{
    internal static VariantDraft Empty { get; } = new(0, "", "unicode", "", "0");

    /// <summary>What is wrong with it; <see langword="null"/> when nothing is that can be seen here.</summary>
    internal string? Problem => Kind switch
    {
        not ("unicode" or "int" or "bool") => "There is no such kind of value.",
        "int" when !ValueText.IsWhole(Value.Trim()) => "A whole number is needed, for example 25.",
        "bool" when Value.Trim() is not ("true" or "false") => "Write true or false.",
        _ when Percent.Read(Share) is null => Percent.Rule,
        _ => null,
    };

    internal static VariantDraft Of(VariantAnswer variant) =>
        new(variant.Id, variant.Key ?? "", variant.Type, Display.Value(variant), Display.Percent(variant.DefaultPercentageAllocation));

    internal static VariantDraft Read(Visit visit) => new(
        int.TryParse(visit.Sent("id"), out var id) ? id : 0, visit.Sent("key").Trim(), visit.Sent("kind"), visit.Sent("value").ReplaceLineEndings("\n"), visit.Sent("share"));

    internal JsonObject ToJson() => new()
    {
        ["key"] = Key.Length > 0 ? Key : null,
        ["type"] = Kind,
        [Kind switch { "int" => "integer_value", "bool" => "boolean_value", _ => "string_value" }] = Kind == "unicode" ? Value : JsonNode.Parse(Value.Trim()),
        ["default_percentage_allocation"] = Percent.Read(Share),
    };
}
