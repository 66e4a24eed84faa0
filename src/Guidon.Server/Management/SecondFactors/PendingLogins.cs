using System.Security.Cryptography;
using Guidon.Contracts;
using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>Log-ins between the right password and the right code. They open nothing, end after five minutes, and with whatever signs the person out.</summary>
internal sealed class PendingLogins(InstallationSecret secret)
{
    internal const int TokenCharsMax = 100;
    private const int HexChars = 40;

    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(5);

    /// <summary>200 with the token that the client shows with the code.</summary>
    internal Reply Begin(Change change, UserAccount user)
    {
        change.Plane.RemoveRange(change.Plane.PendingLogins.Where(each => each.UserId == user.Id && each.ExpiresAt <= change.Now));
        var token = RandomNumberGenerator.GetHexString(HexChars, lowercase: true);
        change.Plane.Add(new PendingLogin { UserId = user.Id, TokenHash = HashOf(token), CreatedAt = change.Now, ExpiresAt = change.Now + s_life });
        return Reply.Of(StatusCodes.Status200OK, new LoginAnswer { EphemeralToken = token, Method = FactorCodes.Method }, ContractsJson.Default.LoginAnswer);
    }

    /// <summary>Whose the token is, be it over or not; <see langword="null"/> when it is nobody's.</summary>
    internal PendingLogin? Find(ControlPlane plane, string token)
    {
        var hash = HashOf(token);
        return plane.PendingLogins.SingleOrDefault(each => each.TokenHash == hash);
    }

    internal static void Withdraw(Change change, int userId) => change.Plane.RemoveRange(change.Plane.PendingLogins.Where(each => each.UserId == userId));

    private string HashOf(string token) => secret.Hash($"pending login {token}");
}
