using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Features;

/// <summary>
/// <c>GET /api/v1/projects/{project}/features/</c>, with <c>search</c>, <c>is_archived</c>, <c>type</c>, <c>sort_field</c>,
/// <c>sort_direction</c>, <c>environment</c>, <c>segment</c> and pages.
/// </summary>
internal sealed class ListFeatures(IControlPlaneStore store)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var reply = await store.ReadAsync(plane => List(plane, caller, http), http.RequestAborted);
        await reply.SendAsync(http);
    }

    private static Reply List(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        if (FeatureTarget.View(plane, project.Id, http) is not { } view) return Reply.Invalid("environment is not one of this project's.");
        // A project has at most a few thousand, and they are compared as people read them, which no engine does in the same way.
        var all = plane.Features.AsNoTracking().Where(each => each.ProjectId == project.Id).AsEnumerable().Where(feature => IsWanted(feature, http.Request.Query));
        return new Paging(http).Of([.. Sorted(all, http.Request.Query)], view.Show) is { } page
            ? Reply.Of(StatusCodes.Status200OK, page, ContractsJson.Default.PageFeatureAnswer)
            : Reply.NoPage;
    }

    private static bool IsWanted(Feature feature, IQueryCollection query)
    {
        var (search, archived, type) = ((string?)query["search"], (string?)query["is_archived"], (string?)query["type"]);
        return (string.IsNullOrEmpty(search) || Holds(feature.Name, search) || Holds(feature.Description ?? "", search))
            && (!bool.TryParse(archived, out var isArchived) || feature.IsArchived == isArchived)
            && (string.IsNullOrEmpty(type) || feature.Type == type);
    }

    private static IEnumerable<Feature> Sorted(IEnumerable<Feature> features, IQueryCollection query)
    {
        var byName = query["sort_field"] == "name";
        var descending = string.Equals(query["sort_direction"], "DESC", StringComparison.OrdinalIgnoreCase);
        return (byName, descending) switch
        {
            (true, false) => features.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase),
            (true, true) => features.OrderByDescending(each => each.Name, StringComparer.OrdinalIgnoreCase),
            (false, false) => features.OrderBy(each => each.CreatedAt).ThenBy(each => each.Id),
            (false, true) => features.OrderByDescending(each => each.CreatedAt).ThenByDescending(each => each.Id),
        };
    }

    private static bool Holds(string text, string search) => text.Contains(search, StringComparison.OrdinalIgnoreCase);
}
