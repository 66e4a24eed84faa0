using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Tags;

/// <summary><c>tags</c>: labels of features, the same in every environment of the project.</summary>
internal static class TagPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var project = visit.Project?.Id ?? 0;
        _ = int.TryParse(visit.Sent("id"), out var id);
        if (visit.Sent("do") == "delete")
        {
            visit.Tell(await visit.Client.DeleteTagAsync(project, id), "The tag was deleted. Features lost it.");
            return await ShowAsync(visit, null, null);
        }

        var label = visit.Sent("label").Trim();
        var saved = await visit.Client.SaveTagAsync(project, id, new JsonObject { ["label"] = label, ["color"] = visit.Sent("color"), ["is_permanent"] = visit.Sent("permanent") == "true" });
        if (saved.Refusal is { } refusal) return await ShowAsync(visit, new TagAnswer(id, Guid.Empty, label, visit.Sent("color"), null, project, visit.Sent("permanent") == "true", IsSystemTag: false, ""), refusal.Text);
        visit.Toast = new Toast(id == 0 ? $"Tag {Parts.Display.Snippet(label)} is there." : "The tag was saved.");
        return await ShowAsync(visit, null, null);
    }

    private static async Task<IResult> ShowAsync(Visit visit, TagAnswer? typed, string? problem) => visit.Show<TagsPage>(
        new TagsView(await visit.Client.TagsAsync(visit.Project?.Id ?? 0), typed, problem), problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
}
