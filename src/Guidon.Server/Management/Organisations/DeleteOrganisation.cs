using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Organisations;

/// <summary>
/// <c>DELETE /api/v1/organisations/{organisation}/</c>: 204 with its groups, keys, invites and memberships; people stay. An organisation with projects
/// is refused: their events and destinations are somebody's decision each.
/// </summary>
internal sealed class DeleteOrganisation(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        var organisation = change.Plane.Organisations.Single(each => each.Id == caller.OrganisationId);
        if (change.Plane.Projects.Any(each => each.OrganisationId == organisation.Id)) return Reply.Invalid("This organisation has projects. Delete them first.");
        if (HasDestinations(change, organisation.Id)) return Reply.Invalid("This organisation has or had webhooks or integrations, whose ledgers are kept.");
        change.Plane.Remove(organisation);
        return Reply.NoContent;
    });

    // Destinations are not of this model: they belong to the hot paths.
    private static bool HasDestinations(Change change, int id) =>
        change.Plane.Database.SqlQuery<int>($"""SELECT COUNT(*) AS "Value" FROM destination WHERE owner_organisation_id = {id}""").AsEnumerable().First() > 0;
}
