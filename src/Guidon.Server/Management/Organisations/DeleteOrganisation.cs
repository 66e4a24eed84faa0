namespace Guidon.Server.Management.Organisations;

/// <summary>
/// <c>DELETE /api/v1/organisations/{organisation}/</c>: 204 with its projects and everything in them, its groups, keys, invites and memberships. Its
/// destinations are cancelled; its ledgers and audit records are kept, and so are people. A master API key of an administrator deletes its own organisation, and itself with it.
/// </summary>
internal sealed class DeleteOrganisation(PlaceRemoval removal)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => removal.AnswerAsync(http, caller, change =>
    {
        PlaceRemoval.Remove(change, change.Plane.Organisations.Single(each => each.Id == caller.OrganisationId));
        return Reply.NoContent;
    });
}
