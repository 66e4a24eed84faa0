using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Guidon.Contracts;
using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// Codes, access tokens and refresh tokens of what people allowed applications. Of all of them only keyed hashes are stored (decision 361).
/// </summary>
internal sealed class Consents(InstallationSecret secret)
{
    private const int SecretHexChars = 64;
    private const int FamilyHexChars = 32;
    private const int ConsentsMax = 100;        // of one person; the oldest gives way
    private const int AccessTokensMax = 20;     // of one consent, likewise

    private static readonly TimeSpan s_codeLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_accessLife = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_refreshLife = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(120);

    /// <summary>Takes away what opens nothing any more, of everybody.</summary>
    internal static void Sweep(Change change) => change.Plane.Consents.Where(each => each.EndsAt <= change.Now).ExecuteDelete();

    /// <summary>Writes down that a person allowed it.</summary>
    /// <returns>The code.</returns>
    internal string Give(Change change, int userId, Application application, AuthorizationRequest request)
    {
        Sweep(change);
        var plane = change.Plane;
        plane.RemoveRange(plane.Consents.Where(each => each.UserId == userId).OrderByDescending(each => each.Id).Skip(ConsentsMax - 1));
        var code = RandomNumberGenerator.GetHexString(SecretHexChars, lowercase: true);
        plane.Add(new Consent
        {
            UserId = userId,
            ApplicationId = application.Id,
            Name = application.Name,
            Scope = request.Scope,
            RedirectUri = request.RedirectUri,
            CodeHash = OfCode(code),
            ChallengeHash = OfChallenge(request.Challenge),
            CreatedAt = change.Now,
            EndsAt = change.Now + s_codeLife,
        });
        return code;
    }

    /// <summary>The consent whose code it is, used or not.</summary>
    internal Consent? ByCode(ControlPlane plane, string code)
    {
        var hash = OfCode(code);
        return plane.Consents.SingleOrDefault(each => each.CodeHash == hash);
    }

    /// <summary>The consent whose refresh token it is, or was.</summary>
    internal Consent? ByRefresh(ControlPlane plane, string refresh)
    {
        if (refresh.Length != FamilyHexChars + SecretHexChars) return null;
        var hash = OfFamily(refresh[..FamilyHexChars]);
        return plane.Consents.SingleOrDefault(each => each.FamilyHash == hash);
    }

    /// <summary>The access token itself.</summary>
    internal AccessToken? ByAccess(ControlPlane plane, string access)
    {
        var hash = secret.Hash(access);
        return plane.AccessTokens.SingleOrDefault(each => each.TokenHash == hash);
    }

    /// <summary>Whether who shows the code is who asked for it.</summary>
    internal bool IsAnswered(Consent consent, string verifier) => consent.ChallengeHash == OfChallenge(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier))));

    /// <summary>The first tokens, for a code.</summary>
    internal TokenAnswer Begin(Change change, Consent consent)
    {
        var family = RandomNumberGenerator.GetHexString(FamilyHexChars, lowercase: true);
        var first = RandomNumberGenerator.GetHexString(SecretHexChars, lowercase: true);
        (consent.CodeUsedAt, consent.FamilyHash, consent.RefreshHash, consent.EndsAt) = (change.Now, OfFamily(family), OfRefresh(first), change.Now + s_refreshLife);
        return Answer(change, consent, family + first);
    }

    /// <summary>
    /// The next tokens, for a refresh token. Which refresh token follows another is fixed, so that of two programs that refresh at once both go on, with the same one.
    /// </summary>
    /// <returns><see langword="null"/> when the token was replaced too long ago: somebody has it who should not.</returns>
    internal TokenAnswer? Renew(Change change, Consent consent, string refresh)
    {
        var shown = refresh[FamilyHexChars..];
        var (hash, next) = (OfRefresh(shown), secret.Hash("oauth refresh token after " + shown));
        if (hash == consent.RefreshHash) (consent.PreviousHash, consent.RefreshHash, consent.RotatedAt, consent.EndsAt) = (hash, OfRefresh(next), change.Now, change.Now + s_refreshLife);
        else if (hash != consent.PreviousHash || change.Now > consent.RotatedAt + s_grace) return null;
        return Answer(change, consent, refresh[..FamilyHexChars] + next);
    }

    private TokenAnswer Answer(Change change, Consent consent, string refresh)
    {
        var plane = change.Plane;
        plane.AccessTokens.Where(each => each.ConsentId == consent.Id && each.ExpiresAt <= change.Now).ExecuteDelete();
        plane.RemoveRange(plane.AccessTokens.Where(each => each.ConsentId == consent.Id).OrderByDescending(each => each.Id).Skip(AccessTokensMax - 1));
        var access = RandomNumberGenerator.GetHexString(SecretHexChars, lowercase: true);
        plane.Add(new AccessToken { ConsentId = consent.Id, TokenHash = secret.Hash(access), ExpiresAt = change.Now + s_accessLife });
        return new TokenAnswer(access, "Bearer", (int)s_accessLife.TotalSeconds, refresh, consent.Scope);
    }

    // One prefix per kind, so that none is ever taken for another.
    private string OfCode(string code) => secret.Hash("oauth code " + code);

    private string OfChallenge(string challenge) => secret.Hash("oauth challenge " + challenge);

    private string OfFamily(string family) => secret.Hash("oauth family " + family);

    private string OfRefresh(string refresh) => secret.Hash("oauth refresh token " + refresh);
}
