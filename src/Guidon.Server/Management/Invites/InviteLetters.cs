using Guidon.Server.Management.Auth;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Invites;

/// <summary>
/// Writes to those who are invited, where there is a mail server (<c>Mail:Host</c>) and an address to name (<c>Access:PublicUrl</c>). The link stands in
/// the invite too, for an administrator to hand on.
/// </summary>
internal sealed class InviteLetters(Courier courier, PublicAddress address)
{
    /// <summary>The letters of invites, empty where none can be sent; written while their rows are read, sent when these are committed.</summary>
    internal IReadOnlyList<Letter> Of(ControlPlane plane, params IEnumerable<Invite> invites) => courier.IsOpen && address.IsKnown ? [.. invites.Select(each => Of(plane, each))] : [];

    internal Task SendAsync(IEnumerable<Letter> letters)
    {
        foreach (var letter in letters) courier.Send(letter);
        return Task.CompletedTask;
    }

    private Letter Of(ControlPlane plane, Invite invite)
    {
        var organisation = plane.Organisations.Where(each => each.Id == invite.OrganisationId).Select(each => each.Name).Single();
        return new Letter(invite.Email, "You are invited to Guidon",
            $"You are invited to join {organisation} on Guidon, where its feature flags are.\n\nJoin here:\n{address.Of($"/ui/join/{invite.Hash}")}\n\nIf you did not expect this, do nothing.\n");
    }
}
