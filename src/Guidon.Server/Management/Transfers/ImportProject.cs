using System.Text.Json;
using Guidon.Contracts;
using Guidon.Contracts.Transfer;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage.Model;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// <c>POST /api/guidon/v1/projects/{project}/import</c> and <c>POST …/organisations/{organisation}/import</c>, which finds the project by uuid, then by
/// name, or makes it. <c>?dry_run=true</c> does all of it and undoes it; <c>?mode=replace</c> also removes what the file does not have.
/// </summary>
internal sealed class ImportProject(ControlPlaneChanges changes, InstallationSecret secret, ImportedReceivers receivers)
{
    internal Task IntoProjectAsync(HttpContext http, Caller caller) => AnswerAsync(http, caller, (change, _) =>
        change.Plane.FindProject(caller, http.PathId("project")) is { } project ? (project, null) : (null, Reply.NotFound));

    internal Task IntoOrganisationAsync(HttpContext http, Caller caller) => AnswerAsync(http, caller, (change, file) => FindOrMake(change, file, http.PathId("organisation")));

    private async Task AnswerAsync(HttpContext http, Caller caller, Func<Change, ImportFile, (Project? Project, Reply? Refusal)> find)
    {
        // Files are larger than what clients otherwise send; beyond it the caller still reads why.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = ProjectFile.BytesMax + BodyLimits.RefusedBytesMax;
        await JsonBody.AnswerAsync(http, body => ImportAsync(http, caller, body, find), ProjectFile.BytesMax);
    }

    private async Task ImportAsync(HttpContext http, Caller caller, JsonElement body, Func<Change, ImportFile, (Project? Project, Reply? Refusal)> find)
    {
        var file = new ImportFile(body);
        var (isTrial, replaces) = Wanted(new QueryFields(http.Request.Query, file.Errors));
        var (whole, losses) = file.Errors.Any ? ([], []) : await receivers.CheckAsync(file, http.RequestAborted);
        var hasReceivers = false;
        await changes.AnswerAsync(http, caller, change =>
        {
            // Before the file is looked at: what the caller may not see does not exist, whatever it sends.
            var (project, refusal) = file.Errors.Any ? find(change, file) with { Project = null } : find(change, file);
            if (refusal is not null) return refusal;
            if (file.Errors.Any || project is null) return Reply.Invalid(file.Errors);
            change.Source = AuditRecord.Import;
            var import = new Import { Change = change, File = file, Project = project, Replaces = replaces, Secret = secret };
            if (ImportRows.Apply(import) is { } refused) return refused;
            hasReceivers = receivers.Make(import, whole);
            var answer = import.Progress.Answer(isTrial, isTrial && project.CreatedAt == change.Now ? null : project.Id, [.. file.Losses, .. losses]);
            return Reply.Of(StatusCodes.Status200OK, answer, TransferJson.Default.ImportAnswer) with { IsTrial = isTrial };
        }, () => hasReceivers && !isTrial ? receivers.ApplyAsync() : Task.CompletedTask);
    }

    // What is misspelt is refused: a trial that is none would be an import.
    private static (bool IsTrial, bool Replaces) Wanted(QueryFields fields)
    {
        var (isTrial, mode) = (fields.Flag("dry_run"), fields.Text("mode"));
        if (mode is not (null or "merge" or "replace")) fields.Errors.Add("mode", "Must be merge or replace.");
        return (isTrial, mode == "replace");
    }

    private static (Project? Project, Reply? Refusal) FindOrMake(Change change, ImportFile file, int organisationId)
    {
        var place = new Place(organisationId);
        var existing = change.Plane.Projects.Where(each => each.OrganisationId == organisationId);
        var found = (file.ProjectUuid is { } uuid ? existing.SingleOrDefault(each => each.Uuid == uuid) : null) ?? existing.SingleOrDefault(each => each.Name == file.ProjectName);
        if (found is not null) return change.Caller.May(Permission.Admin, Place.Of(found)) ? (found, null) : (null, Reply.Forbidden);
        if (!Projects.CreateProject.May(change.Plane, change.Caller, place)) return (null, Reply.Forbidden);
        if (file.Errors.Any) return (null, null);
        if (existing.Count() >= Projects.CreateProject.ProjectsMax) return (null, Reply.Full("projects", Projects.CreateProject.ProjectsMax));
        var isTaken = file.ProjectUuid is { } own && change.Plane.Projects.IgnoreQueryFilters().Any(each => each.Uuid == own);
        var project = new Project { Uuid = isTaken ? change.NewUuid() : file.ProjectUuid ?? change.NewUuid(), OrganisationId = organisationId, Name = file.ProjectName, CreatedAt = change.Now };
        change.Plane.Add(project);
        return (project, null);
    }
}
