using System.Diagnostics.CodeAnalysis;
using Guidon.Server.Management.Auth;
using Guidon.Server.Management.Invites;
using Guidon.Server.Management.Members;
using Guidon.Server.Management.SecondFactors;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Oidc;

/// <summary>
/// Decides who somebody from the provider is here. Known by the provider's own name for the person; otherwise by an e-mail address that the
/// provider has verified; otherwise new, when settings or an invite say so.
/// </summary>
internal sealed class Admission(OidcOptions options)
{
    internal const string Unverified = "The provider does not say that your e-mail address is verified, so it cannot be told whether an account here is yours. Ask its administrator to have the address verified.";
    internal const string OtherDomain = "E-mail addresses of your domain are not let in here.";
    internal const string Deactivated = "Your account is switched off here. Ask an administrator.";
    internal const string Taken = "The account with this e-mail address belongs to somebody else of the same provider. Ask an administrator.";
    internal const string Unknown = "There is no account for you here. Ask an administrator for an invitation.";
    internal const string NoOrganisation = "New people cannot join now: the organisation that they should join is gone. Tell the server's operator.";

    /// <summary>Finds or makes the person, in the transaction of its log-in.</summary>
    /// <param name="change">The transaction.</param>
    /// <param name="person">Who it is at the provider.</param>
    /// <param name="user">Who it is here.</param>
    /// <param name="refusal">One sentence for the person; nothing was changed then.</param>
    internal bool TryAdmit(Change change, ProviderPerson person, [NotNullWhen(true)] out UserAccount? user, [NotNullWhen(false)] out string? refusal)
    {
        (user, refusal) = (null, null);
        var plane = change.Plane;
        var login = plane.ExternalLogins.SingleOrDefault(each => each.Issuer == options.Issuer && each.Subject == person.Subject);
        // A restriction holds for everybody at every log-in; without one, whom the provider's own name tells needs no address.
        if ((login is null || options.AllowedDomains.Count > 0) && !(person.IsVerified && EmailField.IsAddress(person.Email))) refusal = Unverified;
        else if (options.AllowedDomains.Count > 0 && !options.AllowedDomains.Contains(person.Domain, StringComparer.OrdinalIgnoreCase)) refusal = OtherDomain;
        else (user, refusal) = login is not null ? Known(plane.Users.Single(each => each.Id == login.UserId)) : Join(change, person);
        return user is not null;
    }

    private static (UserAccount? User, string? Refusal) Known(UserAccount user) => user.DeactivatedAt is null ? (user, null) : (null, Deactivated);

    private (UserAccount? User, string? Refusal) Join(Change change, ProviderPerson person)
    {
        var plane = change.Plane;
        var known = plane.Users.SingleOrDefault(each => each.Email == person.Email);
        if (known is { DeactivatedAt: not null }) return (null, Deactivated);
        if (known is not null && plane.ExternalLogins.Any(each => each.UserId == known.Id && each.Issuer == options.Issuer)) return (null, Taken);
        var invites = plane.Invites.Where(each => each.Email == person.Email).ToList();
        var isCreated = known is null && options.CreatePeople;
        if (known is null && !isCreated && invites.Count == 0) return (null, Unknown);
        if (isCreated && !plane.Organisations.Any(each => each.Id == options.Organisation)) return (null, NoOrganisation);
        if (known is not null) HandOver(change, known);
        var user = known ?? Create(change, person, invites.Count > 0);
        // The provider vouches for the address, so its invites are meant for this person; they count before what everybody gets.
        foreach (var invite in invites) InviteUse.Accept(plane, invite, user.Id);
        plane.SaveChanges();
        if (isCreated) Membership.Join(plane, options.Organisation, user.Id, options.Role, []);
        plane.Add(new ExternalLogin { UserId = user.Id, Issuer = options.Issuer, Subject = person.Subject, CreatedAt = change.Now });
        return (user, null);
    }

    // Nobody here ever proved that the address is theirs, and the provider's person did: whoever wrote it down before, perhaps waiting for an
    // invitation of its owner, has no way in any more.
    private static void HandOver(Change change, UserAccount known)
    {
        known.PasswordHash = Passwords.None;
        FactorCodes.Remove(change, known.Id);
        Tokens.RevokeOthers(change, known.Id, kept: null);
        RequestReset.Withdraw(change, known.Id);
    }

    private static UserAccount Create(Change change, ProviderPerson person, bool isInvited)
    {
        var user = new UserAccount
        {
            Uuid = change.NewUuid(),
            Email = person.Email,
            FirstName = person.FirstName,
            LastName = person.LastName,
            PasswordHash = Passwords.None,
            SignUpType = isInvited ? "INVITE_EMAIL" : "NO_INVITE",
            CreatedAt = change.Now,
        };
        change.Plane.Add(user);
        change.Plane.SaveChanges();   // memberships and the token need its id
        return user;
    }
}
