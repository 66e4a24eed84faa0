using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Keys;

/// <summary><c>GET /api/v1/organisations/{organisation}/master-api-keys/</c>, without revoked ones, and <c>…/{prefix}/</c>.</summary>
internal sealed class ListMasterKeys(IControlPlaneStore store, TimeProvider time)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        List<MasterApiKey> all = [.. plane.MasterApiKeys.AsNoTracking().Where(key => key.OrganisationId == caller.OrganisationId && !key.Revoked).OrderBy(key => key.Id)];
        return new Paging(http).Of(all, page => page.Select(key => MasterKeyView.Show(key, time.GetUtcNow())).ToList()) is { } answer
            ? Reply.Of(StatusCodes.Status200OK, answer, ContractsJson.Default.PageMasterKeyAnswer)
            : Reply.NoPage;
    });

    internal Task GetAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        MasterKeyView.Find(plane, caller, http) is { } key ? MasterKeyView.Answer(StatusCodes.Status200OK, key, time.GetUtcNow()) : Reply.NotFound);
}
