using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Features;

/// <summary>A flag of one environment while it is edited: one draft, saved as a whole.</summary>
/// <param name="Mark">Of the state from which the draft started.</param>
/// <param name="Default">For everybody whom no override concerns.</param>
/// <param name="Overrides">The strongest first.</param>
public sealed record FlagDraft(string Mark, StateDraft Default, IReadOnlyList<OverrideDraft> Overrides)
{
    /// <summary>The first thing that is wrong; <see langword="null"/> when nothing is.</summary>
    public string? Problem => Default.Problem ?? Overrides.Select(each => each.State.Problem).FirstOrDefault(problem => problem is not null);

    internal static FlagDraft Of(FlagAnswer flag, string mark) => new(
        mark,
        StateDraft.Of(flag.EnvironmentDefault.Enabled, flag.EnvironmentDefault.Value, flag.EnvironmentDefault.Variants),
        [.. flag.SegmentOverrides.Select(each => new OverrideDraft(each.Segment.Id, StateDraft.Of(each.Enabled, each.Value, each.Variants)))]);

    /// <summary>What a form sent; the order of its overrides is the order of their fields.</summary>
    internal static FlagDraft Read(Func<string, string> sent, IEnumerable<string> segments, IReadOnlyList<int> variants) => new(
        sent("mark"),
        StateDraft.Read(sent, "d.", variants),
        [
            .. segments.Select(text => int.TryParse(text, out var id) ? id : 0).Where(id => id > 0).Distinct()
                .Select(id => new OverrideDraft(id, StateDraft.Read(sent, $"o{id}.", variants))),
        ]);

    /// <summary>The draft after one of the buttons of its overrides: <c>add</c>, <c>remove-7</c>, <c>up-7</c>, <c>down-7</c>.</summary>
    internal FlagDraft After(string action, int added)
    {
        var list = Overrides.ToList();
        var (verb, segment) = action.Split('-') is [var word, var id] && int.TryParse(id, out var number) ? (word, number) : (action, added);
        var at = list.FindIndex(each => each.Segment == segment);
        if (verb == "add" && segment > 0 && at < 0) list.Insert(0, new OverrideDraft(segment, Default));
        else if (verb == "remove" && at >= 0) list.RemoveAt(at);
        else if (verb == "up" && at > 0) (list[at - 1], list[at]) = (list[at], list[at - 1]);
        else if (verb == "down" && at >= 0 && at < list.Count - 1) (list[at + 1], list[at]) = (list[at], list[at + 1]);
        return this with { Overrides = list };
    }

    internal JsonObject ToJson()
    {
        var overrides = new JsonArray();
        foreach (var (each, at) in Overrides.Select((each, at) => (each, at)))
        {
            var item = each.State.ToJson();
            item["segment"] = new JsonObject { ["id"] = each.Segment };
            item["priority"] = at;
            overrides.Add(item);
        }

        return new JsonObject { ["environment_default"] = Default.ToJson(), ["segment_overrides"] = overrides };
    }
}
