using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Tags;

/// <summary><c>GET /api/v1/projects/{project}/tags/</c>.</summary>
internal sealed class ListTags(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var tags = plane.Tags.AsNoTracking().Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(tags, TagView.Show), ContractsJson.Default.PageTagAnswer);
    });
}
