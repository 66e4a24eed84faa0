using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.CodeReferences;

/// <summary>
/// <c>POST /api/v1/projects/{project}/code-references/</c>: 201. A scanner says where a repository names features; that replaces what it said before of the same repository. Names
/// that are no feature of the project are left out.
/// </summary>
internal sealed class TakeCodeScan(ControlPlaneChanges changes)
{
    private const int RepositoriesMax = 100;
    private const string Nowhere = "[]";

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var scan = new CodeScan(body);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            if (scan.Errors.Any) return Reply.Invalid(scan.Errors);
            var repository = change.Plane.CodeRepositories.SingleOrDefault(each => each.ProjectId == project.Id && each.Url == scan.Url);
            if (repository is null && change.Plane.CodeRepositories.Count(each => each.ProjectId == project.Id) >= RepositoriesMax) return Reply.Full("repositories", RepositoriesMax);
            var kept = Replace(change, project, Noted(change, project, repository, scan), scan);
            project.CodeScannedAt = change.Now;
            return Reply.Of(StatusCodes.Status201Created, new CodeScanAnswer(change.Now.UtcDateTime, project.Id, scan.Url, scan.Provider, scan.Revision, kept), ContractsJson.Default.CodeScanAnswer);
        });
    });

    private static CodeRepository Noted(Change change, Project project, CodeRepository? repository, CodeScan scan)
    {
        repository ??= change.Plane.Add(new CodeRepository { ProjectId = project.Id, Url = scan.Url, Provider = scan.Provider, Revision = scan.Revision, ScannedAt = change.Now }).Entity;
        (repository.Provider, repository.Revision, repository.ScannedAt) = (scan.Provider, scan.Revision, change.Now);
        change.Plane.SaveChanges();   // the next rows need its id
        return repository;
    }

    private static List<CodeLocation> Replace(Change change, Project project, CodeRepository repository, CodeScan scan)
    {
        var features = change.Plane.FeatureIds(project.Id);
        var kept = scan.Places.Where(each => features.ContainsKey(each.FeatureName)).ToList();
        var found = kept.ToLookup(each => features[each.FeatureName]);
        var rows = change.Plane.CodeReferences.Where(each => each.RepositoryId == repository.Id).ToDictionary(each => each.FeatureId);
        foreach (var gone in rows.Values.Where(each => !found.Contains(each.FeatureId))) (gone.Count, gone.Places) = (0, Nowhere);
        foreach (var places in found)
        {
            if (!rows.TryGetValue(places.Key, out var row))
                row = change.Plane.Add(new CodeReference { FeatureId = places.Key, RepositoryId = repository.Id, FoundAt = change.Now, Places = Nowhere }).Entity;
            (row.Count, row.FoundAt) = (places.Count(), change.Now);
            row.Places = JsonSerializer.Serialize([.. places], ContractsJson.Default.IReadOnlyListCodeLocation);
        }

        return kept;
    }
}
