using System.Security.Cryptography;
using Guidon.Contracts;
using Guidon.Server.Access;
using Guidon.Server.Management.SecondFactors;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Auth;

/// <summary>Gives people who proved who they are a token, in the answer or in a cookie.</summary>
internal sealed class Tokens(InstallationSecret secret, SessionCookie cookies, AccessOptions options)
{
    private const int HexChars = 40;

    /// <summary>A new token in the transaction; those of the person that are over go.</summary>
    /// <param name="change">The transaction.</param>
    /// <param name="user">Who proved to be this person.</param>
    /// <param name="isExternal">Whether to a provider.</param>
    internal (string Token, DateTimeOffset ExpiresAt) Issue(Change change, UserAccount user, bool isExternal = false)
    {
        var token = RandomNumberGenerator.GetHexString(HexChars, lowercase: true);
        var expiresAt = change.Now.AddHours(options.TokenHours);
        change.Plane.RemoveRange(change.Plane.UserTokens.Where(each => each.UserId == user.Id && each.ExpiresAt < change.Now));
        change.Plane.Add(new UserToken { UserId = user.Id, KeyHash = secret.Hash(token), IsExternal = isExternal, CreatedAt = change.Now, ExpiresAt = expiresAt });
        user.LastLoginAt = change.Now;
        return (token, expiresAt);
    }

    /// <summary>As <see cref="Issue"/>, answered as the client asked: 200 with the token, or 204 with cookies.</summary>
    internal Reply Answer(Change change, UserAccount user, bool asCookie)
    {
        var (token, expiresAt) = Issue(change, user);
        if (!asCookie) return Reply.Of(StatusCodes.Status200OK, new LoginAnswer { Key = token }, ContractsJson.Default.LoginAnswer);
        return Reply.NoContent with
        {
            SendAsync = http =>
            {
                cookies.Set(http, token, expiresAt);
                return Reply.NoContent.SendAsync(http);
            },
        };
    }

    /// <summary>
    /// Signs a person out everywhere, but where the request came from; log-ins that wait for a code are over too, and no application acts in the person's name any more.
    /// </summary>
    internal static void RevokeOthers(Change change, int userId, string? kept)
    {
        change.Plane.RemoveRange(change.Plane.UserTokens.Where(each => each.UserId == userId && each.KeyHash != kept));
        change.Plane.RemoveRange(change.Plane.Consents.Where(each => each.UserId == userId));
        PendingLogins.Withdraw(change, userId);
    }
}
