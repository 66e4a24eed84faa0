using System.Security.Cryptography;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Members;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Invites;

/// <summary><c>POST /api/v1/organisations/{organisation}/invite-links/</c> with <c>role</c> and <c>expires_at</c>: 201; 403 where links are switched off.</summary>
internal sealed class CreateInviteLink(ControlPlaneChanges changes, AccessOptions options)
{
    private const int HashChars = 40;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var role = RoleField.Read(reader, isNeeded: false);
        var expires = TimeField.ReadOrNull(reader, "expires_at");
        return changes.AnswerAsync(http, caller, change =>
        {
            if (!options.InviteLinks) return Reply.Forbidden;
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            var link = new InviteLink
            {
                OrganisationId = caller.OrganisationId,
                Role = role,
                Hash = RandomNumberGenerator.GetHexString(HashChars, lowercase: true),
                CreatedAt = change.Now,
                ExpiresAt = expires,
            };
            change.Plane.Add(link);
            change.Plane.SaveChanges();   // the answer needs its id
            return Reply.Of(StatusCodes.Status201Created, ListInviteLinks.Show(link), ContractsJson.Default.InviteLinkAnswer);
        });
    });
}
