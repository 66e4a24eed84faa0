using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Invites;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>POST /api/v1/auth/users/</c>: 201, signed in. Needs an invite for the address or a link (<c>invite_hash</c>) unless <c>Access:OpenSignUp</c>; else
/// 403. Nobody becomes a superuser by this: the first start made one.
/// </summary>
internal sealed class SignUp(ControlPlaneChanges changes, Tokens tokens, AccessOptions options)
{
    private const int HashCharsMax = 100;

    internal Task InvokeAsync(HttpContext http) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (email, password) = (EmailField.Read(reader, "email"), Passwords.ReadNew(reader, "password"));
        var (first, last) = (reader.TextOrNull("first_name", ChangeMe.NameCharsMax) ?? "", reader.TextOrNull("last_name", ChangeMe.NameCharsMax) ?? "");
        var invite = reader.TextOrNull("invite_hash", HashCharsMax);
        if (reader.FlagOrNull("superuser") == true) reader.Errors.Add("superuser", "A superuser can only be created on a fresh installation.");
        if (reader.Errors.Any) return reader.Errors.SendAsync(http);
        var hash = Passwords.Hash(password);   // before the transaction: it takes long on purpose
        return changes.AnswerAsync(http, Caller.Nobody(email), change =>
        {
            var (byInvite, byLink) = Invited(change, email, invite);
            if (byInvite is null && byLink is null && !options.OpenSignUp) return Reply.Forbidden;
            if (change.Plane.Users.Any(each => each.Email == email)) reader.Errors.Add("email", "Email already exists. Please log in.");
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            var user = new UserAccount
            {
                Uuid = change.NewUuid(),
                Email = email,
                FirstName = first,
                LastName = last,
                PasswordHash = hash,
                SignUpType = byInvite is not null ? "INVITE_EMAIL" : byLink is not null ? "INVITE_LINK" : "NO_INVITE",
                CreatedAt = change.Now,
            };
            change.Plane.Add(user);
            change.Plane.SaveChanges();   // memberships and the token need its id
            if (byInvite is not null) InviteUse.Accept(change.Plane, byInvite, user.Id);
            else if (byLink is not null) InviteUse.Accept(change.Plane, byLink, user.Id);
            change.Caller = Callers.Of(change.Plane, user);
            var (token, _) = tokens.Issue(change, user);
            var answer = new SignUpAnswer(user.Id, user.Uuid, user.Email, user.FirstName, user.LastName, IsActive: true, token);
            return Reply.Of(StatusCodes.Status201Created, answer, ContractsJson.Default.SignUpAnswer);
        });
    });

    // An invite counts for its own address only, and only with its hash: whoever knows that somebody was invited is not that person.
    private (Invite? ByInvite, InviteLink? ByLink) Invited(Change change, string email, string? hash)
    {
        if (hash is null) return (null, null);
        if (change.Plane.Invites.SingleOrDefault(each => each.Hash == hash && each.Email == email) is { } invite) return (invite, null);
        var link = options.InviteLinks ? change.Plane.InviteLinks.SingleOrDefault(each => each.Hash == hash) : null;
        return (null, link is null || InviteUse.IsOver(link, change.Now) ? null : link);
    }
}
