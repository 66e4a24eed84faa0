using System.Security.Cryptography;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>POST /api/v1/auth/users/reset_password/</c> with <c>email</c>: 204, whoever it is, before anybody is looked for. Somebody with an account gets a mail with a
/// link that counts once, for an hour; at most five an hour. Needs <c>Mail:Host</c> and <c>Access:PublicUrl</c>; without them nothing happens.
/// </summary>
internal sealed class RequestReset(ControlPlaneChanges changes, InstallationSecret secret, Courier courier, PublicAddress address)
{
    private const int MailsMax = 5;
    private const int HexChars = 40;

    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    /// <summary>Whether mails can leave, and say where to.</summary>
    internal bool IsPossible => courier.IsOpen && address.IsKnown;

    internal Task InvokeAsync(HttpContext http) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var email = EmailField.Read(reader, "email");
        if (reader.Errors.Any) return reader.Errors.SendAsync(http);
        if (IsPossible) courier.Send(cancellation => WriteAsync(email, cancellation));
        return Reply.NoContent.SendAsync(http);
    });

    /// <summary>Links that were sent to the person open nothing any more.</summary>
    internal static void Withdraw(Change change, int userId) => change.Plane.RemoveRange(change.Plane.PasswordResets.Where(each => each.UserId == userId));

    private async Task<Letter?> WriteAsync(string email, CancellationToken cancellation)
    {
        Letter? letter = null;
        await changes.DoAsync(Caller.Nobody(email), change => (letter = Write(change, email)) is null ? Reply.NotFound : Reply.NoContent, cancellation);
        return letter;
    }

    private Letter? Write(Change change, string email)
    {
        var resets = change.Plane.PasswordResets;
        if (change.Plane.Users.SingleOrDefault(each => each.Email == email && each.DeactivatedAt == null) is not { } user) return null;
        // A row lives as long as the limit looks back, so those that are not over are those of the last hour.
        if (resets.Count(each => each.UserId == user.Id && each.ExpiresAt > change.Now) >= MailsMax) return null;
        resets.RemoveRange(resets.Where(each => each.ExpiresAt <= change.Now));
        var token = RandomNumberGenerator.GetHexString(HexChars, lowercase: true);
        resets.Add(new PasswordReset { UserId = user.Id, TokenHash = secret.Hash(token), CreatedAt = change.Now, ExpiresAt = change.Now + s_life });
        return new Letter(user.Email, "Choose a new password for Guidon",
            $"Somebody, probably you, asked for a new password for Guidon.\n\nChoose it here within an hour:\n{address.Of($"/ui/reset/{user.Uuid}/{token}")}\n\nIf it was not you, do nothing: your password stays as it is, and nobody else has seen this link.\n");
    }
}
