using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Segments;

/// <summary><c>segments</c>: the list, and the builder with its preview.</summary>
internal static class SegmentPages
{
    internal static async Task<IResult> ListAsync(Visit visit)
    {
        var (search, number) = (visit.Asked("q"), visit.AskedNumber("page", 1));
        var segments = await visit.Client.SegmentsAsync(visit.Project?.Id ?? 0, search, number);
        return segments.Value is null ? visit.Problem(segments.Refusal) : visit.Show<SegmentListPage>(new SegmentListView(search, number, segments.Value));
    }

    internal static Task<IResult> NewAsync(Visit visit) => Task.FromResult(visit.May(Grantable.ManageSegments)
        ? visit.Show<SegmentPage>(new SegmentView { Id = 0, Draft = SegmentDraft.Empty })
        : visit.Forbidden("To create segments here must be permitted to you."));

    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var stored = await visit.Client.SegmentAsync(visit.Project?.Id ?? 0, visit.RouteNumber("segment"));
        if (stored.Value is not { } segment) return visit.Problem(stored.Refusal);
        var draft = RuleDraft.Of(segment) is { } groups ? new SegmentDraft(segment.Name, segment.Description ?? "", groups) : null;
        return visit.Show<SegmentPage>(new SegmentView { Id = segment.Id, Draft = draft, Stored = segment, Mark = draft is null ? "" : Mark.Of([draft.ToJson().ToJsonString()]), Preview = draft is null ? null : (await PreviewAsync(visit, segment.Id, draft, "")).Preview });
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (project, id, action) = (visit.Project?.Id ?? 0, visit.RouteNumber("segment"), visit.Sent("do"));
        if (action == "delete")
        {
            if (visit.Sent("sure") != "true") return visit.GoTo(visit.At($"segments/{id}"), "Nothing was deleted: the tick was missing.");
            return await visit.Client.DeleteSegmentAsync(project, id) is { } refused ? visit.Problem(refused) : visit.GoTo(visit.At("segments"), "The segment was deleted.");
        }

        var draft = SegmentDraft.Read(visit);
        if (action != "save") return await ShowAsync(visit, id, draft.After(action), null);
        var saved = await visit.Client.SaveSegmentAsync(project, id, draft.ToJson());
        return saved.Value is { } segment
            ? visit.GoTo(visit.At($"segments/{segment.Id}"), $"{Parts.Display.Snippet(segment.Name)} was saved. SDKs are told.")
            : await ShowAsync(visit, id, draft, saved.Refusal?.Text);
    }

    private static async Task<IResult> ShowAsync(Visit visit, int id, SegmentDraft draft, string? problem)
    {
        var (preview, wrong) = await PreviewAsync(visit, id, draft, visit.Sent("traits"));
        return visit.Show<SegmentPage>(
            new SegmentView { Id = id, Draft = draft, Mark = visit.Sent("mark"), Preview = preview, Traits = visit.Sent("traits"), Problem = problem ?? (visit.Sent("do") == "preview" ? wrong : null) },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<(SegmentPreview? Preview, string? Problem)> PreviewAsync(Visit visit, int id, SegmentDraft draft, string traits)
    {
        if (!visit.May(Grantable.ViewIdentities)) return (null, null);
        var body = new JsonObject { ["rules"] = RuleDraft.ToJson(draft.Groups) };
        if (id > 0) body["segment"] = id;
        if (traits.Trim().Length > 0) body["traits"] = Read(traits);
        var answer = await visit.Client.PreviewSegmentAsync(visit.Environment?.Key ?? "", body);
        return (answer.Value, answer.Refusal?.Text);
    }

    // "plan: pro" per line; what reads as JSON is a number or a truth, everything else text.
    private static JsonObject Read(string lines)
    {
        var traits = new JsonObject();
        foreach (var line in lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, text) = line.Split([':', '='], 2, StringSplitOptions.TrimEntries) is [var key, var value] ? (key, value) : (line, "");
            traits[name] = Scalar(text);
        }

        return traits;
    }

    private static JsonNode? Scalar(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonValue value ? value : text;
        }
        catch (JsonException)
        {
            return text;   // most values are text, written without quotes
        }
    }
}
