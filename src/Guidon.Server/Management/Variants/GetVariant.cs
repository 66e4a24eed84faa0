using Guidon.Contracts;
using Guidon.Server.Management.Features;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Variants;

/// <summary><c>GET …/features/{feature}/mv-options/{option}/</c>, and the same by <c>/api/v1/multivariate/options/get-by-uuid/{uuid}/</c>.</summary>
internal sealed class GetVariant(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => VariantTarget.Find(plane, caller, http) is var (_, option) ? Answer(StatusCodes.Status200OK, option) : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        return plane.MultivariateOptions.SingleOrDefault(each => each.Uuid == uuid) is { } option
            && plane.FindProject(caller, plane.Features.Where(each => each.Id == option.FeatureId).Select(each => each.ProjectId).Single()) is not null
                ? Answer(StatusCodes.Status200OK, option)
                : Reply.NotFound;
    });

    internal static Reply Answer(int status, MultivariateOption option) => Reply.Of(status, VariantView.Show(option), ContractsJson.Default.VariantAnswer);
}
