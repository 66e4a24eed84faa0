using Guidon.Contracts;
using Guidon.Server.Management.Features;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.ExternalResources;

/// <summary><c>GET …/features/{feature}/feature-external-resources/</c>: issues and merge requests of the feature, as they were given. Nobody is asked how they are doing.</summary>
internal sealed class ListExternalResources(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (FeatureTarget.Find(plane, caller, http) is not var (_, feature)) return Reply.NotFound;
        var links = plane.ExternalResources.AsNoTracking().Where(each => each.FeatureId == feature.Id).OrderBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(links, ExternalResourceView.Show), ContractsJson.Default.PageExternalResourceAnswer);
    });
}
