using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Auth;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.SecondFactors;

/// <summary>
/// <c>POST /api/v1/auth/login/code/</c> with <c>ephemeral_token</c> and <c>code</c>, of the app or a backup code: answered as the log-in of somebody without a
/// second factor. 401 with <c>error</c> for a token that is unknown, used or over, and for a code that is wrong or was taken before.
/// </summary>
internal sealed class CodeLogin(IControlPlaneStore store, ControlPlaneChanges changes, PendingLogins pending, FactorCodes codes, Tokens tokens, LoginGate gate)
{
    private static readonly Reply s_over = Refused(ErrorCodes.NotAuthenticated, "Invalid or expired token.");
    private static readonly Reply s_wrong = Refused(ErrorCodes.WrongCode, "Invalid or expired code.");

    internal Task InvokeAsync(HttpContext http) => JsonBody.AnswerAsync(http, async body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (token, code) = (reader.Text("ephemeral_token", PendingLogins.TokenCharsMax), FactorCodes.Read(reader));
        var asCookie = reader.FlagOrNull("cookie") ?? false;
        if (reader.Errors.Any || token is null)
        {
            await reader.Errors.SendAsync(http);
            return;
        }

        if (await store.ReadAsync(plane => WhoseIs(plane, token), http.RequestAborted) is not { } user)
        {
            await s_over.SendAsync(http);
            return;
        }

        if (await gate.IsCodeRefusedAsync(http, user.Email)) return;
        var reply = await changes.DoAsync(Caller.Nobody(user.Email), change => LetIn(change, user.Id, token, code, asCookie), http.RequestAborted);
        // Counted before the answer leaves, so that nobody guesses again meanwhile.
        if (reply == s_wrong) gate.FailedCode(http, user.Email);
        else if (!reply.Refuses) gate.SucceededCode(http, user.Email);
        await reply.SendAsync(http);
    });

    private UserAccount? WhoseIs(ControlPlane plane, string token) =>
        pending.Find(plane, token) is { } login ? plane.Users.SingleOrDefault(each => each.Id == login.UserId && each.DeactivatedAt == null) : null;

    private Reply LetIn(Change change, int userId, string token, string code, bool asCookie)
    {
        if (pending.Find(change.Plane, token) is not { } login || login.ExpiresAt <= change.Now || login.UserId != userId) return s_over;
        if (WhoseIs(change.Plane, token) is not { } user || FactorCodes.Of(change.Plane, user.Id) is not { } factor) return s_over;
        if (!codes.Takes(factor, code, change.Now) && !codes.TakesBackup(factor, code)) return s_wrong;
        change.Caller = Callers.Of(change.Plane, user);
        change.Plane.Remove(login);
        return tokens.Answer(change, user, asCookie);
    }

    private static Reply Refused(string code, string error) => new(Refuses: true, http => Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, code, error));
}
