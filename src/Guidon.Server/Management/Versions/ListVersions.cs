using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Versions;

/// <summary>
/// <c>GET /api/v1/environments/{environment_id}/features/{feature}/versions/</c>: drafts and scheduled ones first, then what was live, the newest first.
/// <c>?is_live=</c> leaves out the others.
/// </summary>
internal sealed class ListVersions(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (VersionTarget.Place(plane, caller, http) is not var (environment, feature)) return Reply.NotFound;
        var (text, errors) = ((string?)http.Request.Query["is_live"] ?? "", new FieldErrors());
        var isLive = QueryFields.ReadFlag(text);
        if (text.Length > 0 && isLive is null) errors.Add("is_live", "Must be a valid boolean.");
        if (errors.Any) return Reply.Invalid(errors);
        var versions = plane.FeatureVersions.AsNoTracking().Where(each => each.EnvironmentId == environment.Id && each.FeatureId == feature.Id && (isLive == null || (each.Number != null) == isLive));
        var ordered = versions.OrderBy(each => each.Number != null).ThenByDescending(each => each.Number).ThenByDescending(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(ordered, page => VersionView.Show(plane, page)), ContractsJson.Default.PageVersionAnswer);
    });
}
