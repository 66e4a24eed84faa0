using System.Text;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Transfer;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// <c>POST /api/v1/features/feature-import/{environment_id}</c>: a Flagsmith file of one environment, as multipart with <c>strategy</c>. <c>SKIP</c> makes
/// what is new; <c>OVERWRITE_DESTRUCTIVE</c> also sets what exists, in this environment alone, and removes its overrides there.
/// </summary>
internal sealed class ImportFeatureFile(IControlPlaneStore store, ControlPlaneChanges changes, InstallationSecret secret)
{
    private const int BytesMax = 1_000_000;
    private const string Skip = "SKIP";
    private const string Overwrite = "OVERWRITE_DESTRUCTIVE";

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var (id, errors) = (http.PathId("environment_id"), new FieldErrors());
        var (strategy, source) = await ReadAsync(http, errors);
        var project = await store.ReadAsync(plane => plane.FindEnvironment(caller, id) is { } own ? new ProjectFileView(plane, plane.Projects.Single(each => each.Id == own.ProjectId)).Show(default) : null, http.RequestAborted);
        var converted = errors.Any || project is null ? null : Convert(source, errors);
        await changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindEnvironment(caller, id) is not { } environment || project is null) return Reply.NotFound;
            if (FlagGuard.Approval(environment) is { } refusal) return refusal;
            if (errors.Any || converted is null) return Reply.Invalid(errors);
            var file = new ImportFile(JsonSerializer.SerializeToElement(Merged(converted, project, environment, strategy), TransferJson.Default.ProjectFile));
            if (file.Errors.Any) return Reply.Invalid(file.Errors);
            change.Source = AuditRecord.Import;
            if (strategy == Overwrite) RemoveOverrides(change, environment, file);
            var import = new Import { Change = change, File = file, Project = change.Plane.Projects.Single(each => each.Id == environment.ProjectId), Replaces = false, Secret = secret };
            return ImportRows.Apply(import) ?? FeatureFiles.Keep(change, environment, strategy, null);
        });
    }

    private static async Task<(string Strategy, byte[] Source)> ReadAsync(HttpContext http, FieldErrors errors)
    {
        if (!http.Request.HasFormContentType)
        {
            errors.Add("file", FieldErrors.Required);
            return ("", []);
        }

        // Beside the file there is little.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = (2 * BytesMax) + RefusedBody.BytesMax;
        if (await FormAsync(http) is not { } form)
        {
            errors.Add("file", "The form could not be read.");
            return ("", []);
        }

        var strategy = (string?)form["strategy"] ?? "";
        if (strategy is not (Skip or Overwrite)) errors.Add("strategy", $"\"{strategy}\" is not a valid choice: {Skip} or {Overwrite}.");
        if (form.Files.GetFile("file") is not { } file)
        {
            errors.Add("file", FieldErrors.Required);
            return (strategy, []);
        }

        if (file.Length > BytesMax)
        {
            errors.Add("file", $"A file has at most {BytesMax} bytes.");
            return (strategy, []);
        }

        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, http.RequestAborted);
        return (strategy, copy.ToArray());
    }

    private static async Task<IFormCollection?> FormAsync(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return null;   // without a boundary, or without its end
        }
    }

    private static ProjectFile? Convert(byte[] source, FieldErrors errors)
    {
        try
        {
            return Formats.Convert("flagsmith", JsonElement.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(source)), "x", "x", TimeProvider.System.GetUtcNow()).Files[0];
        }
        catch (Exception error) when (error is JsonException or SourceException or ArgumentException)
        {
            errors.Add("file", error is SourceException ? error.Message : "The file is no JSON.");
            return null;
        }
    }

    // What exists keeps its definition; the file says what it is worth here.
    private static ProjectFile Merged(ProjectFile file, ProjectFile project, ProjectEnvironment environment, string strategy)
    {
        var known = project.Features.ToDictionary(each => each.Name, StringComparer.OrdinalIgnoreCase);
        List<FeaturePart> features = [];
        List<StatePart> states = [];
        foreach (var (feature, state) in file.Features.Zip(file.Environments[0].FeatureStates))
        {
            var own = known.GetValueOrDefault(feature.Name);
            if (own is not null && strategy == Skip) continue;
            own ??= feature;
            List<VariantPart> options = [.. own.MultivariateOptions];
            List<SharePart> shares = [];
            for (var at = 0; at < feature.MultivariateOptions.Count; at++)
            {
                var option = feature.MultivariateOptions[at];
                var found = options.FindIndex(each => (each.Type, each.StringValue, each.IntegerValue, each.BooleanValue) == (option.Type, option.StringValue, option.IntegerValue, option.BooleanValue));
                if (found < 0) options.Add(option);
                shares.Add(new SharePart(found < 0 ? options.Count - 1 : found, state.MultivariateFeatureStateValues[at].PercentageAllocation));
            }

            features.Add(own with { MultivariateOptions = options, TagUuids = [], OwnerEmails = [], OwnerGroups = [] });
            states.Add(state with { Feature = own.Name, MultivariateFeatureStateValues = shares });
        }

        var target = project.Environments.First(each => each.Uuid == environment.Uuid) with { FeatureStates = states };
        return new ProjectFile { Project = project.Project, Features = features, Environments = [target] };
    }

    private static void RemoveOverrides(Change change, ProjectEnvironment environment, ImportFile file)
    {
        var names = file.Features.Select(each => each.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var features = change.Plane.Features.Where(each => each.ProjectId == environment.ProjectId).AsEnumerable().Where(each => names.Contains(each.Name)).Select(each => each.Id).ToHashSet();
        var overrides = change.Plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id && (each.SegmentId != null || each.Identifier != null)).AsEnumerable().Where(each => features.Contains(each.FeatureId)).ToList();
        change.Plane.RemoveRange(overrides);
        if (overrides.Count > 0) change.Touch(environment.Id);
        change.Plane.SaveChanges();
    }
}
