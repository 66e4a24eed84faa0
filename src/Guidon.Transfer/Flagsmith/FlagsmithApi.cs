using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>
/// Reads a project from the management API of a living server that speaks Flagsmith's protocol. It opens no connection: somebody hands it the
/// answers.
/// </summary>
/// <param name="get">The answer to a GET of a path below <c>/api/v1/</c>; <see langword="null"/> for 404 and 403.</param>
/// <param name="integrations">Names of the receivers of environments to ask for.</param>
/// <param name="ofProjects">Names of those of projects, which are reported and not carried.</param>
/// <param name="progress">Is told what is being read.</param>
public sealed class FlagsmithApi(Func<string, CancellationToken, Task<JsonElement?>> get, IReadOnlyList<string> integrations, IReadOnlyList<string> ofProjects, Action<string> progress)
{
    private const int PagesMax = 10_000;
    private readonly LossLog _log = new();

    /// <summary>Reads it whole.</summary>
    /// <param name="projectId">The project's id there.</param>
    /// <param name="withIdentities">Whether to read stored identities and their traits, which takes a request for each.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SourceException">There is no such project for the key, or an answer has another shape.</exception>
    public async Task<Conversion> ReadAsync(int projectId, bool withIdentities, CancellationToken cancellation)
    {
        var path = Path($"projects/{projectId}/");
        if (await get(path, cancellation).ConfigureAwait(false) is not { } answer) throw new SourceException($"{path}: the key sees no such project.");
        SourceText.Check(answer, path);
        var project = new SourceObject(answer, path, _log);
        var isAtEdge = project.Flag("use_edge_identities");
        if (isAtEdge && withIdentities) throw new SourceException($"{path}: identities of this project are kept at the edge, where they cannot be read; import without them.");
        if (isAtEdge) project.Lose("use_edge_identities", "Identities and their overrides are kept at the edge and were not read.");
        progress("project");
        var tags = (await ListAsync(Path($"projects/{projectId}/tags/"), cancellation).ConfigureAwait(false)).ConvertAll(ApiParts.Tag);
        var features = (await ListAsync(Path($"projects/{projectId}/features/?page_size=999"), cancellation).ConfigureAwait(false)).ConvertAll(each => ApiParts.Feature(each, tags));
        progress($"{features.Count} features");
        var segments = (await ListAsync(Path($"projects/{projectId}/segments/?page_size=999&include_feature_specific=true"), cancellation).ConfigureAwait(false)).ConvertAll(each => ApiParts.Segment(each, features));
        progress($"{segments.Count} segments");
        List<EnvironmentPart> environments = [];
        foreach (var source in await ListAsync(Path($"environments/?project={projectId}&page_size=999"), cancellation).ConfigureAwait(false))
        {
            var environment = new ApiEnvironment(this, source, features, segments, integrations, isAtEdge, progress);
            environments.Add(await environment.ReadAsync(withIdentities, cancellation).ConfigureAwait(false));
        }

        await LoseWhatIsElsewhereAsync(projectId, cancellation).ConfigureAwait(false);
        var file = new ProjectFile
        {
            Project = ApiParts.Project(project),
            Tags = tags.ConvertAll(each => each.Part),
            Segments = segments.ConvertAll(each => each.Part),
            Features = features.ConvertAll(each => each.Part),
            Environments = environments,
        };
        return new Conversion([file], _log.Losses);
    }

    private async Task LoseWhatIsElsewhereAsync(int projectId, CancellationToken cancellation)
    {
        foreach (var name in ofProjects)
        {
            foreach (var receiver in await ListAsync(Path($"projects/{projectId}/integrations/{name}/"), cancellation).ConfigureAwait(false)) receiver.Lose("Integrations of projects are not carried; make it anew.");
        }

        _log.Add(Path($"projects/{projectId}/"), "Never read: change requests and what is scheduled, people, groups and permissions, the audit log, and webhooks and integrations of the organisation.");
    }

    internal static string Path(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);

    /// <summary>All items of a list, be it bare or in pages. A list that the server does not have or the key does not see is empty and reported.</summary>
    internal async Task<List<SourceObject>> ListAsync(string path, CancellationToken cancellation)
    {
        List<SourceObject> all = [];
        var next = path;
        for (var page = 0; page < PagesMax && next is not null; page++)
        {
            if (await get(next, cancellation).ConfigureAwait(false) is not { } answer)
            {
                _log.Add(next, "The server answers 404 or 403: it has no such list, or the key does not see it.");
                return all;
            }

            SourceText.Check(answer, next);
            var isBare = answer.ValueKind != JsonValueKind.Object;
            all.AddRange(SourceObject.All(isBare || !answer.TryGetProperty("results", out var results) ? answer : results, next, _log));
            next = isBare ? null : Next(answer);
        }

        return all;
    }

    // Absolute, and behind a proxy with a wrong host: what counts is what follows the base.
    private static string? Next(JsonElement answer)
    {
        if (!answer.TryGetProperty("next", out var next) || next.ValueKind != JsonValueKind.String || next.GetString() is not { Length: > 0 } address) return null;
        var at = address.IndexOf("/api/v1/", StringComparison.Ordinal);
        return at < 0 ? throw new SourceException($"The next page is at \"{address}\", which is not below /api/v1/.") : address[(at + "/api/v1/".Length)..];
    }
}
