using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// <c>GET /api/guidon/v1/projects/{project}/export</c>: the project as a file; and <c>GET …/environments/{environment}/export/identities?after=0</c>: its
/// identities with their traits, page by page, since there may be millions.
/// </summary>
internal sealed class ExportProject(IControlPlaneStore store, TimeProvider time)
{
    private const int IdentitiesPerPage = 5_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        plane.FindProject(caller, http.PathId("project")) is { } project
            ? Reply.Of(StatusCodes.Status200OK, new ProjectFileView(plane, project).Show(time.GetUtcNow()), TransferJson.Default.ProjectFile)
            : Reply.NotFound);

    internal Task IdentitiesAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        var after = long.TryParse(http.Request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
        var page = plane.Identities.AsNoTracking().Where(each => each.EnvironmentId == environment.Id && each.Id > after).OrderBy(each => each.Id).Take(IdentitiesPerPage).ToList();
        var last = page.Count == 0 ? after : page[^1].Id;
        var traits = (from trait in plane.Traits.AsNoTracking()
                      join identity in plane.Identities on trait.IdentityId equals identity.Id
                      where identity.EnvironmentId == environment.Id && identity.Id > after && identity.Id <= last
                      select trait).AsEnumerable().ToLookup(each => each.IdentityId);
        IReadOnlyList<IdentityPart> identities = [.. page.Select(each => new IdentityPart(each.Identifier, [.. traits[each.Id].OrderBy(trait => trait.Key, StringComparer.Ordinal)
            .Select(trait => new TraitPart(trait.Key, JsonElement.Parse(trait.Value)))]))];
        return Reply.Of(StatusCodes.Status200OK, new IdentityPage(identities, page.Count == IdentitiesPerPage ? last : null), TransferJson.Default.IdentityPage);
    });
}
