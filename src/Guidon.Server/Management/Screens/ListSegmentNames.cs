using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Screens;

/// <summary>
/// <c>GET /api/guidon/v1/projects/{project}/segment-names</c>: id and name of every segment, by name, without rules, which are most of what is stored
/// of one; with <c>?feature=</c> those for which that feature may be overridden.
/// </summary>
/// <param name="store">What is read.</param>
internal sealed class ListSegmentNames(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var (project, feature) = (http.PathId("project"), http.QueryId("feature"));
        var names = plane.Segments.AsNoTracking().Where(each => each.ProjectId == project && (feature == null || each.FeatureId == null || each.FeatureId == feature))
            .Select(each => new NamedReference(each.Id, each.Name)).ToList();
        IReadOnlyList<NamedReference> answer = [.. names.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase).ThenBy(each => each.Id)];
        return Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.IReadOnlyListNamedReference);
    });
}
