using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Organisations;

/// <summary>Shows organisations to their members.</summary>
internal static class OrganisationView
{
    internal static OrganisationAnswer Show(ControlPlane plane, Caller caller, Organisation organisation) => new()
    {
        Id = organisation.Id,
        Uuid = organisation.Uuid,
        Name = organisation.Name,
        CreatedDate = organisation.CreatedAt.UtcDateTime,
        WebhookNotificationEmail = organisation.WebhookNotificationEmail,
        NumSeats = plane.Members.Count(member => member.OrganisationId == organisation.Id),
        // Who made it a moment ago is its administrator.
        Role = caller.Organisations.GetValueOrDefault(organisation.Id, true) ? OrganisationMember.Admin : OrganisationMember.User,
        PersistTraitData = organisation.PersistTraitData,
        RestrictProjectCreateToAdmin = organisation.RestrictProjectCreateToAdmin,
        Force2fa = organisation.Force2fa,
    };

    internal static Reply Answer(int status, ControlPlane plane, Caller caller, Organisation organisation) =>
        Reply.Of(status, Show(plane, caller, organisation), ContractsJson.Default.OrganisationAnswer);
}
