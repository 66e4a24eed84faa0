using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Auth;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Invites;

/// <summary>
/// <c>POST /api/v1/organisations/{organisation}/invites/</c> for one, and <c>…/invite/</c> with <c>invites</c> or <c>emails</c> for several: all of them, or
/// none when one is refused. Where there is a mail server, each is written to.
/// </summary>
internal sealed class CreateInvites(ControlPlaneChanges changes, InviteLetters letters, Throttle<(int? User, int? Key)> throttle)
{
    private const int InvitesMax = 100;

    internal Task OneAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        if (await throttle.RefusesAsync(http, caller.Who)) return;
        var request = new InviteRequest(new FieldReader(body, new FieldErrors()));
        IReadOnlyList<Letter> written = [];
        await changes.AnswerAsync(http, caller, change =>
        {
            request.Check(change, caller.OrganisationId);
            if (request.Errors.Any) return Reply.Invalid(request.Errors);
            var invite = request.Add(change, caller);
            written = letters.Of(change.Plane, invite);
            return InviteView.Answer(StatusCodes.Status201Created, change.Plane, invite);
        }, () => letters.SendAsync(written));
    });

    internal Task SeveralAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, async body =>
    {
        if (await throttle.RefusesAsync(http, caller.Who)) return;
        var reader = new FieldReader(body, new FieldErrors());
        var requests = Requests(reader);
        if (requests.Count == 0) reader.Errors.Add("invites", FieldErrors.Required);
        foreach (var twice in requests.GroupBy(each => each.Email, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            twice.Last().Errors.Add("email", "This address is invited twice.");
        IReadOnlyList<Letter> written = [];
        await changes.AnswerAsync(http, caller, change =>
        {
            foreach (var request in requests) request.Check(change, caller.OrganisationId);
            if (reader.Errors.Any || requests.Any(request => request.Errors.Any)) return Reply.Invalid(reader.Errors);
            List<Invite> made = [.. requests.Select(request => request.Add(change, caller))];
            written = letters.Of(change.Plane, made);
            IReadOnlyList<InviteAnswer> answer = [.. made.Select(invite => InviteView.Show(change.Plane, invite))];
            return Reply.Of(StatusCodes.Status201Created, answer, ContractsJson.Default.IReadOnlyListInviteAnswer);
        }, () =>
        {
            throttle.Add(caller.Who, requests.Count - 1);
            return letters.SendAsync(written);
        });
    });

    private static IReadOnlyList<InviteRequest> Requests(FieldReader reader)
    {
        if (reader.ItemsOrNull("invites", InvitesMax) is { } items) return [.. items.Select(item => new InviteRequest(item))];
        if (reader.Optional("emails") is not { ValueKind: JsonValueKind.Array } emails || emails.GetArrayLength() > InvitesMax) return [];
        IReadOnlyList<InviteRequest> requests =
            [.. emails.EnumerateArray().Select(email => new InviteRequest(email.ValueKind == JsonValueKind.String ? email.GetString() ?? "" : ""))];
        reader.Errors.Add("emails", [.. requests.Select(request => request.Errors)]);
        return requests;
    }
}
