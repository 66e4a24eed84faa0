using System.Collections.Immutable;
using System.Globalization;
using Guidon.Server.Access;
using Guidon.Server.Management.SecondFactors;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management;

/// <summary>Looks master API keys, tokens and applications' access tokens up by their keyed hash, with all that their holders may; the secrets themselves are nowhere.</summary>
internal sealed class Callers(IControlPlaneStore store, InstallationSecret secret, TimeProvider time)
{
    // Says which organisation is meant where the path does not, for people who belong to several.
    private const string OrganisationHeader = "X-Organisation";

    /// <summary>Who asks and where, both as they are at one moment. No caller when the secret is unknown, revoked or expired.</summary>
    internal Task<(Caller? Caller, Place? Place)> FindAsync(HttpContext http, Credential credential) => store.ReadAsync(
        plane =>
        {
            var hash = secret.Hash(credential.Secret);
            var found = credential.Kind switch
            {
                CredentialKind.Key => OfKey(plane, hash),
                CredentialKind.Bearer => OfApplication(plane, hash),
                _ => OfToken(plane, hash),
            };
            if (found is not { } caller) return (null, null);
            var place = Place.IsNamed(http) ? Place.Find(plane, http) : new Place(Chosen(http, caller));
            return ((Caller?)(caller with { Place = place ?? new Place(0) }), place);
        },
        http.RequestAborted);

    private static int Chosen(HttpContext http, Caller caller) =>
        int.TryParse(http.Request.Headers[OrganisationHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : caller.Organisations.Keys.FirstOrDefault();

    private Caller? OfKey(ControlPlane plane, string hash)
    {
        var now = time.GetUtcNow();
        var key = plane.MasterApiKeys.AsNoTracking().SingleOrDefault(known => known.KeyHash == hash && !known.Revoked && (known.ExpiresAt == null || known.ExpiresAt > now));
        return key is null ? null : new Caller
        {
            Name = key.Name,
            KeyId = key.Id,
            Organisations = ImmutableSortedDictionary<int, bool>.Empty.Add(key.OrganisationId, key.IsAdmin),
            Grants = key.IsAdmin ? [] : [.. plane.Grants.AsNoTracking().Where(grant => grant.MasterApiKeyId == key.Id)],
        };
    }

    private Caller? OfToken(ControlPlane plane, string hash)
    {
        var now = time.GetUtcNow();
        if (plane.UserTokens.AsNoTracking().SingleOrDefault(known => known.KeyHash == hash && known.ExpiresAt > now) is not { } token) return null;
        return OfPerson(plane, token.UserId, hash) is { } person
            ? person with { SignedInAt = token.CreatedAt, OwesSecondFactor = !token.IsExternal && Owes(plane, token.UserId) }
            : null;
    }

    // An application may what its person may, in whatever scope: what it may never is behind Entrance.Self. It is held to the second factor like the person,
    // unless a provider signs the person in.
    private Caller? OfApplication(ControlPlane plane, string hash)
    {
        var now = time.GetUtcNow();
        var userId = plane.AccessTokens.Where(token => token.TokenHash == hash && token.ExpiresAt > now)
            .Join(plane.Consents, token => token.ConsentId, consent => consent.Id, (_, consent) => (int?)consent.UserId).SingleOrDefault();
        return userId is { } id && OfPerson(plane, id, hash) is { } person
            ? person with { OwesSecondFactor = Owes(plane, id) && !plane.ExternalLogins.Any(login => login.UserId == id) }
            : null;
    }

    private static Caller? OfPerson(ControlPlane plane, int id, string hash) =>
        plane.Users.AsNoTracking().SingleOrDefault(user => user.Id == id && user.DeactivatedAt == null) is { } user ? Of(plane, user) with { TokenHash = hash } : null;

    private static bool Owes(ControlPlane plane, int userId) =>
        plane.Organisations.Any(each => each.Force2fa && plane.Members.Any(member => member.UserId == userId && member.OrganisationId == each.Id))
        && FactorCodes.Of(plane, userId) is null;

    /// <summary>A person with all memberships and grants.</summary>
    internal static Caller Of(ControlPlane plane, UserAccount user)
    {
        var memberships = plane.Members.AsNoTracking().Where(member => member.UserId == user.Id).ToList();
        return new Caller
        {
            Name = user.Email,
            UserId = user.Id,
            IsSuperuser = user.IsSuperuser,
            Organisations = memberships.ToImmutableSortedDictionary(member => member.OrganisationId, member => member.Role == OrganisationMember.Admin),
            Grants = memberships.TrueForAll(member => member.Role == OrganisationMember.Admin) ? [] : [.. GrantsOf(plane, user.Id)],
        };
    }

    private static IQueryable<PermissionGrant> GrantsOf(ControlPlane plane, int userId) => plane.Grants.AsNoTracking().Where(grant =>
        grant.UserId == userId || plane.GroupMembers.Any(member => member.UserId == userId && member.GroupId == grant.GroupId));
}
