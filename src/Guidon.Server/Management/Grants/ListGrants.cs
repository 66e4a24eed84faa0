using Guidon.Contracts;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Grants;

/// <summary><c>GET …/user-permissions/</c> and <c>…/user-group-permissions/</c> of an organisation, a project or an environment, and one of them by id.</summary>
internal sealed class ListGrants(IControlPlaneStore store, GrantView view)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        IReadOnlyList<GrantAnswer> grants = [.. view.At(plane, caller.Place).AsNoTracking().OrderBy(grant => grant.Id).ToList().Select(grant => GrantView.Show(plane, grant))];
        return Reply.Of(StatusCodes.Status200OK, grants, ContractsJson.Default.IReadOnlyListGrantAnswer);
    });

    internal Task GetAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        view.Find(plane, caller, http) is { } grant ? GrantView.Answer(StatusCodes.Status200OK, plane, grant) : Reply.NotFound);
}
