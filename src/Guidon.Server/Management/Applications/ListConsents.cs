using Guidon.Contracts;
using Guidon.Storage;

namespace Guidon.Server.Management.Applications;

/// <summary><c>GET /api/guidon/v1/applications</c>: the applications that act in the caller's own name.</summary>
internal sealed class ListConsents(IControlPlaneStore store, TimeProvider time)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var now = time.GetUtcNow();
        // A code that nobody used yet is no application that acts.
        var found = plane.Consents.Where(each => each.UserId == caller.UserId && each.CodeUsedAt != null && each.EndsAt > now).OrderByDescending(each => each.Id).ToList();
        var answer = new ApplicationList([.. found.Select(each => new ConnectedApplication(
            each.Id, each.Name, each.Scope, each.RedirectUri, each.CreatedAt.UtcDateTime, (each.RotatedAt ?? each.CodeUsedAt ?? each.CreatedAt).UtcDateTime, each.EndsAt.UtcDateTime))]);
        return Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.ApplicationList);
    });
}
