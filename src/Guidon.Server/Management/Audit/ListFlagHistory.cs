using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Audit;

namespace Guidon.Server.Management.Audit;

/// <summary>
/// <c>GET /api/guidon/v1/environments/{environment}/features/{feature}/history</c>: who did what to one flag in one environment, newest first, in pages, with
/// the old and the new by field. What concerns the feature itself, which all environments share, is among it. Filters are those of audit lists.
/// </summary>
internal sealed class ListFlagHistory(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        if (plane.FindFeature(environment.ProjectId, http.PathId("feature")) is not { } feature) return Reply.NotFound;
        if (AuditFilter.Check(http.Request.Query) is { Any: true } errors) return Reply.Invalid(errors);
        var page = new AuditPage(
            AuditPath.OfFeature(feature.Id), caller.Place.OrganisationId,
            records => records.Where(record => record.FeatureId == feature.Id && (record.EnvironmentId == null || record.EnvironmentId == environment.Id)));
        return Reply.OfPage(page.Read(plane, http, isDetail: true), ContractsJson.Default.PageAuditAnswer);
    });
}
