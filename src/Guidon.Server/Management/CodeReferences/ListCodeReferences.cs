using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Management.Features;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.CodeReferences;

/// <summary><c>GET …/features/{feature}/code-references/</c>: a list, one item for each repository that names the feature or did.</summary>
internal sealed class ListCodeReferences(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (FeatureTarget.Find(plane, caller, http) is not var (_, feature)) return Reply.NotFound;
        var rows = from found in plane.CodeReferences
                   join repository in plane.CodeRepositories on found.RepositoryId equals repository.Id
                   where found.FeatureId == feature.Id
                   orderby repository.Url
                   select new { Found = found, Repository = repository };
        return Reply.Of(StatusCodes.Status200OK, [.. rows.AsEnumerable().Select(each => Show(each.Found, each.Repository))], ContractsJson.Default.IReadOnlyListCodeReferenceAnswer);
    });

    private static CodeReferenceAnswer Show(CodeReference found, CodeRepository repository)
    {
        var places = JsonSerializer.Deserialize(found.Places, ContractsJson.Default.IReadOnlyListCodeLocation) ?? [];
        return new CodeReferenceAnswer(
            repository.Url, repository.Provider, repository.Revision, repository.ScannedAt.UtcDateTime, found.FoundAt.UtcDateTime,
            [.. places.Select(each => each with { Permalink = Permalink.Of(repository.Provider, repository.Url, repository.Revision, each.FilePath, each.LineNumber) })]);
    }
}
