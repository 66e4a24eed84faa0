using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Organisations;

/// <summary><c>GET /api/v1/organisations/{organisation}/</c>, <c>…/get-by-uuid/{uuid}/</c> and <c>…/get-subscription-metadata/</c>.</summary>
internal sealed class GetOrganisation(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        OrganisationView.Answer(StatusCodes.Status200OK, plane, caller, plane.Organisations.Single(each => each.Id == caller.OrganisationId)));

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        Guid.TryParse(http.PathText("uuid"), out var uuid) && plane.Organisations.SingleOrDefault(each => each.Uuid == uuid) is { } found && caller.Organisations.ContainsKey(found.Id)
            ? OrganisationView.Answer(StatusCodes.Status200OK, plane, caller, found)
            : Reply.NotFound);

    internal static Task SubscriptionAsync(HttpContext http, Caller caller) =>
        Answers.JsonAsync(http, StatusCodes.Status200OK, new SubscriptionAnswer(), ContractsJson.Default.SubscriptionAnswer);
}
