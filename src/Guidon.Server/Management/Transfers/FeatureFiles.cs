using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>Exports and imports of one environment's features in Flagsmith's format: made, listed, downloaded. Nothing runs behind anybody's back: what is answered is done.</summary>
internal sealed class FeatureFiles(IControlPlaneStore store, ControlPlaneChanges changes)
{
    private const int KeptDays = 14;
    private const int TagsMax = 100;

    /// <summary><c>POST /api/v1/features/create-feature-export/</c>: 201. Archived features, segments, overrides and identities are not in it.</summary>
    internal Task CreateAsync(HttpContext http, Caller caller) => Edge.JsonBody.AnswerAsync(http, body =>
    {
        var reader = new Edge.FieldReader(body, new Edge.FieldErrors());
        var (id, tags) = (reader.Id("environment_id"), reader.IdsOrNull("tag_ids", TagsMax) ?? []);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (change.Plane.FindEnvironment(caller, id ?? 0) is not { } environment) return Reply.NotFound;
            if (!caller.May(Permission.Admin, Place.Of(change.Plane, environment))) return Reply.Forbidden;
            var file = JsonSerializer.SerializeToUtf8Bytes(Show(change.Plane, environment, tags), TransferJson.Default.IReadOnlyListFeatureFile);
            return Keep(change, environment, null, file);
        });
    });

    /// <summary><c>GET /api/v1/features/download-feature-export/{id}/</c>.</summary>
    internal async Task DownloadAsync(HttpContext http, Caller caller)
    {
        var id = http.PathId("id");
        var found = await store.ReadAsync(plane => Find(plane, caller, id), http.RequestAborted);
        if (found is null) await Answers.NotFoundAsync(http);
        else
        {
            http.Response.Headers.ContentDisposition = "attachment; filename=\"feature_export.json\"";
            await Answers.JsonAsync(http, StatusCodes.Status200OK, found);
        }
    }

    internal Task ExportsAsync(HttpContext http, Caller caller) => ListAsync(http, caller, isImport: false);

    internal Task ImportsAsync(HttpContext http, Caller caller) => ListAsync(http, caller, isImport: true);

    /// <summary>Notes it and answers 201; what is older than two weeks goes.</summary>
    internal static Reply Keep(Change change, ProjectEnvironment environment, string? strategy, byte[]? file)
    {
        var old = change.Now.AddDays(-KeptDays);
        change.Plane.FeatureTransfers.Where(each => each.CreatedAt < old).ExecuteDelete();
        var row = new FeatureTransfer { EnvironmentId = environment.Id, Name = $"{environment.Name} | {change.Now:yyyy-MM-dd HH:mm} UTC", Strategy = strategy, File = file, CreatedAt = change.Now };
        change.Plane.Add(row);
        change.Plane.SaveChanges();   // the answer needs its id
        return Reply.Of(StatusCodes.Status201Created, Show(row), TransferJson.Default.FeatureTransferAnswer);
    }

    private Task ListAsync(HttpContext http, Caller caller, bool isImport) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var rows = plane.FeatureTransfers.AsNoTracking().Where(each => (each.Strategy != null) == isImport && plane.Environments.Any(own => own.Id == each.EnvironmentId && own.ProjectId == project.Id)).OrderBy(each => each.Id);
        return Reply.OfPage(new Paging(http).Of(rows, page => (IReadOnlyList<FeatureTransferAnswer>)[.. page.Select(Show)]), TransferJson.Default.PageFeatureTransferAnswer);
    });

    private static byte[]? Find(ControlPlane plane, Caller caller, int id) =>
        plane.FeatureTransfers.AsNoTracking().SingleOrDefault(each => each.Id == id && each.File != null) is { } row && plane.FindEnvironment(caller, row.EnvironmentId) is { } environment
        && caller.May(Permission.Admin, Place.Of(plane, environment)) ? row.File : null;

    private static FeatureTransferAnswer Show(FeatureTransfer row) => new(row.Id, row.Name, row.EnvironmentId, "SUCCESS", row.Strategy, row.CreatedAt.UtcDateTime);

    private static IReadOnlyList<FeatureFile> Show(ControlPlane plane, ProjectEnvironment environment, IReadOnlyList<int> tags)
    {
        var features = plane.Features.AsNoTracking().Where(each => each.ProjectId == environment.ProjectId && !each.IsArchived).OrderBy(each => each.Id);
        var wanted = tags.Count == 0 ? features : features.Where(each => plane.FeatureTags.Any(link => link.FeatureId == each.Id && tags.Contains(link.TagId)));
        var states = plane.FeatureStates.AsNoTracking().Where(each => each.EnvironmentId == environment.Id && each.SegmentId == null && each.Identifier == null).ToDictionary(each => each.FeatureId);
        var shares = plane.MultivariateWeights.AsNoTracking().Where(each => plane.FeatureStates.Any(state => state.Id == each.FeatureStateId && state.EnvironmentId == environment.Id))
            .ToDictionary(each => (each.FeatureStateId, each.MultivariateOptionId), each => each.PercentageAllocation);
        var options = plane.MultivariateOptions.AsNoTracking().Where(each => plane.Features.Any(own => own.Id == each.FeatureId && own.ProjectId == environment.ProjectId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        return [.. wanted.AsEnumerable().Select(each => Show(each, states[each.Id], options[each.Id], shares))];
    }

    private static FeatureFile Show(Feature feature, FeatureState state, IEnumerable<MultivariateOption> options, Dictionary<(int, int), double> shares)
    {
        var value = JsonElement.Parse(state.Value);
        return new FeatureFile(
            feature.Name, feature.DefaultEnabled, feature.IsServerKeyOnly, feature.InitialValue, value, TypeOf(value), state.Enabled,
            [.. options.Select(each => (Row: each, Value: JsonElement.Parse(each.Value)))
                .Select(each => new FeatureFileVariant(shares.GetValueOrDefault((state.Id, each.Row.Id)), each.Row.DefaultPercentageAllocation, each.Value, TypeOf(each.Value)))]);
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => "int",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "unicode",
    };
}
