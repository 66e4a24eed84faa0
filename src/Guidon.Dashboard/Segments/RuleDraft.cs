using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Segments;

/// <summary>One group of comparisons while it is edited. Groups are joined by "and", what is inside of one by its kind.</summary>
/// <param name="Kind"><c>ALL</c>, <c>ANY</c> or <c>NONE</c>.</param>
/// <param name="Conditions">Property, operator and value.</param>
public sealed record RuleDraft(string Kind, IReadOnlyList<(string Property, string Operator, string Value)> Conditions)
{
    /// <summary>The groups of a segment; null when its rules are nested deeper than people can write here.</summary>
    internal static IReadOnlyList<RuleDraft>? Of(SegmentAnswer segment)
    {
        // The form in which clients write: one rule that holds groups.
        var groups = segment.Rules is [{ Type: "ALL", Conditions.Count: 0 } outer] ? outer.Rules : segment.Rules;
        return groups.Any(group => group.Rules.Count > 0)
            ? null
            : [.. groups.Select(group => new RuleDraft(group.Type, [.. group.Conditions.Select(each => (each.Property ?? "", each.Operator, each.Value ?? ""))]))];
    }

    internal static JsonArray ToJson(IEnumerable<RuleDraft> groups) => new(new JsonObject
    {
        ["type"] = "ALL",
        ["conditions"] = new JsonArray(),
        ["rules"] = new JsonArray([.. groups.Where(group => group.Conditions.Count > 0).Select(group => new JsonObject
        {
            ["type"] = group.Kind,
            ["rules"] = new JsonArray(),
            ["conditions"] = new JsonArray([.. group.Conditions.Select(each => new JsonObject
            {
                ["property"] = each.Property.Length > 0 ? each.Property : null,
                ["operator"] = each.Operator,
                ["value"] = each.Operator is "IS_SET" or "IS_NOT_SET" ? "" : each.Value,
            })]),
        })]),
    });
}
