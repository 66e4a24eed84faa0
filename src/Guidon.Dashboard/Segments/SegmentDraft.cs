using System.Globalization;
using System.Text.Json.Nodes;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Segments;

/// <summary>A segment while it is edited.</summary>
/// <param name="Name">As written.</param>
/// <param name="Description">As written.</param>
/// <param name="Groups">All of them must hold.</param>
public sealed record SegmentDraft(string Name, string Description, IReadOnlyList<RuleDraft> Groups)
{
    internal static SegmentDraft Empty { get; } = new("", "", [new RuleDraft("ALL", [("", "EQUAL", "")])]);

    /// <summary>Warnings about rules that are probably not meant.</summary>
    internal IEnumerable<string> Doubts
    {
        get
        {
            foreach (var group in Groups.Where(group => group.Kind == "ANY" && group.Conditions.Count > 1 && group.Conditions.All(each => each.Operator is "NOT_EQUAL" or "NOT_CONTAINS")))
                yield return $"Any of several \"is not\" is true for almost everybody: {string.Join(", ", group.Conditions.Select(each => each.Property).Distinct())}. Did you mean all of them?";
            foreach (var group in Groups.Where(group => group.Kind == "ALL"))
            {
                foreach (var twice in group.Conditions.Where(each => each.Operator == "EQUAL").GroupBy(each => each.Property).Where(same => same.Select(each => each.Value).Distinct().Count() > 1))
                    yield return $"{twice.Key} cannot be two values at once. Did you mean any of them?";
            }
        }
    }

    /// <summary>What a form sent. Its groups are numbered; each has lists of properties, operators and values.</summary>
    internal static SegmentDraft Read(Visit visit)
    {
        var groups = new List<RuleDraft>();
        foreach (var number in visit.SentAll("g"))
        {
            var (properties, operators, values) = (visit.SentAll($"g{number}.property"), visit.SentAll($"g{number}.operator"), visit.SentAll($"g{number}.value"));
            var kind = visit.Sent($"g{number}.kind");
            groups.Add(new RuleDraft(
                kind is "ANY" or "NONE" ? kind : "ALL",
                [.. operators.Select((each, at) => ((properties.ElementAtOrDefault(at) ?? "").Trim(), each, values.ElementAtOrDefault(at) ?? ""))]));
        }

        return new SegmentDraft(visit.Sent("name").Trim(), visit.Sent("description").ReplaceLineEndings("\n"), groups);
    }

    /// <summary>The draft after one of its buttons: <c>add-1</c>, <c>remove-1-2</c>, <c>group</c>.</summary>
    internal SegmentDraft After(string action)
    {
        var groups = Groups.ToList();
        var parts = action.Split('-');
        var numbers = parts.Skip(1).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        if (parts[0] == "group") groups.Add(new RuleDraft("ALL", [("", "EQUAL", "")]));
        else if (parts[0] == "add" && numbers is [var to] && to >= 0 && to < groups.Count) groups[to] = groups[to] with { Conditions = [.. groups[to].Conditions, ("", "EQUAL", "")] };
        else if (parts[0] == "remove" && numbers is [var from, var at] && from >= 0 && from < groups.Count)
        {
            groups[from] = groups[from] with { Conditions = [.. groups[from].Conditions.Where((_, index) => index != at)] };
            if (groups[from].Conditions.Count == 0) groups.RemoveAt(from);
        }

        return this with { Groups = groups.Count == 0 ? Empty.Groups : groups };
    }

    internal JsonObject ToJson() => new() { ["name"] = Name, ["description"] = Description, ["rules"] = RuleDraft.ToJson(Groups) };
}
