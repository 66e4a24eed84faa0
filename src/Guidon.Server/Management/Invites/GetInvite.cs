using Guidon.Server.Management.Auth;
using Guidon.Storage;

namespace Guidon.Server.Management.Invites;

/// <summary>
/// <c>GET /api/v1/organisations/{organisation}/invites/{invite}/</c>, and <c>POST …/resend/</c>, which writes once more to whom it names where there is a mail
/// server, and shows it in any case, for its administrator to hand on.
/// </summary>
internal sealed class GetInvite(IControlPlaneStore store, InviteLetters letters, Throttle<(int? User, int? Key)> throttle)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        InviteView.Find(plane, caller, http) is { } invite ? InviteView.Answer(StatusCodes.Status200OK, plane, invite) : Reply.NotFound);

    internal async Task ResendAsync(HttpContext http, Caller caller)
    {
        if (await throttle.RefusesAsync(http, caller.Who)) return;
        IReadOnlyList<Letter> written = [];
        await store.AnswerAsync(http, plane =>
        {
            if (InviteView.Find(plane, caller, http) is not { } invite) return Reply.NotFound;
            written = letters.Of(plane, invite);
            return InviteView.Answer(StatusCodes.Status200OK, plane, invite);
        });
        await letters.SendAsync(written);
    }
}
