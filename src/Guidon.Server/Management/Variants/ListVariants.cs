using Guidon.Contracts;
using Guidon.Server.Management.Features;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Variants;

/// <summary><c>GET /api/v1/projects/{project}/features/{feature}/mv-options/</c>.</summary>
internal sealed class ListVariants(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (FeatureTarget.Find(plane, caller, http) is not var (_, feature)) return Reply.NotFound;
        var options = plane.MultivariateOptions.AsNoTracking().Where(each => each.FeatureId == feature.Id).OrderBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(options, VariantView.Show), ContractsJson.Default.PageVariantAnswer);
    });
}
