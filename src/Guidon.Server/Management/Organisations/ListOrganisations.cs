using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Organisations;

/// <summary><c>GET /api/v1/organisations/</c>: those that the caller belongs to.</summary>
internal sealed class ListOrganisations(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var ids = caller.Organisations.Keys.ToList();
        List<Organisation> all = [.. plane.Organisations.AsNoTracking().Where(each => ids.Contains(each.Id)).OrderBy(each => each.Id)];
        return new Paging(http).Of(all, page => page.Select(each => OrganisationView.Show(plane, caller, each)).ToList()) is { } answer
            ? Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PageOrganisationAnswer)
            : Reply.NoPage;
    });
}
