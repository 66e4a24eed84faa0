using System.Text;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Contracts.Transfer;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage.Model;
using Guidon.Transfer;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// <c>POST /api/v1/features/feature-import/{environment_id}</c>: a Flagsmith file of one environment, as multipart with <c>strategy</c>. <c>SKIP</c> makes
/// what is new; <c>OVERWRITE_DESTRUCTIVE</c> also sets what exists, in this environment alone, and removes its overrides there. A file with features or
/// variants that the project does not have needs <see cref="ProjectPermission.CreateFeature"/> besides: they are the project's, in every environment.
/// </summary>
internal sealed class ImportFeatureFile(ControlPlaneChanges changes, InstallationSecret secret)
{
    private const int BytesMax = 1_000_000;
    private const string Skip = "SKIP";
    private const string Overwrite = "OVERWRITE_DESTRUCTIVE";

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var (id, errors) = (http.PathId("environment_id"), new FieldErrors());
        var (strategy, source) = await ReadAsync(http, errors);
        var converted = errors.Any ? null : Convert(source, errors);
        await changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindEnvironment(caller, id) is not { } environment) return Reply.NotFound;
            if (FlagGuard.Approval(environment) is { } refusal) return refusal;
            if (errors.Any || converted is null) return Reply.Invalid(errors);
            var project = change.Plane.Projects.Single(each => each.Id == environment.ProjectId);
            // Read where it is written: what it says of the project goes back into the rows.
            var (merged, creates) = Merged(converted, new ProjectFileView(change.Plane, project).Show(environment), strategy);
            if (creates && !caller.May(ProjectPermission.CreateFeature, Place.Of(project))) return Reply.Forbidden;
            var file = new ImportFile(JsonSerializer.SerializeToElement(merged, TransferJson.Default.ProjectFile));
            if (file.Errors.Any) return Reply.Invalid(file.Errors);
            change.Source = AuditRecord.Import;
            var import = new Import { Change = change, File = file, Project = project, Replaces = false, LeavesOthers = true, Secret = secret };
            if (ImportRows.Apply(import) is { } refused) return refused;
            if (strategy == Overwrite) RemoveOverrides(change, environment, import);
            return FeatureFiles.Keep(change, environment, strategy, null);
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
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = (2 * BytesMax) + BodyLimits.RefusedBytesMax;
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
    private static (ProjectFile File, bool Creates) Merged(ProjectFile file, ProjectFile project, string strategy)
    {
        // Names that older versions told apart are found as they are written first.
        var (exact, known) = (project.Features.ToDictionary(each => each.Name, StringComparer.Ordinal), project.Features.ToLookup(each => each.Name, StringComparer.OrdinalIgnoreCase));
        List<FeaturePart> features = [];
        List<StatePart> states = [];
        var creates = false;
        foreach (var (feature, state) in file.Features.Zip(file.Environments[0].FeatureStates))
        {
            var own = exact.GetValueOrDefault(feature.Name) ?? known[feature.Name].FirstOrDefault();
            if (own is not null && strategy == Skip) continue;
            var (options, shares) = own is null ? (feature.MultivariateOptions, state.MultivariateFeatureStateValues) : Joined(own, feature, state);
            creates |= own is null || options.Count > own.MultivariateOptions.Count;
            features.Add((own ?? feature) with { MultivariateOptions = options, TagUuids = [], OwnerEmails = [], OwnerGroups = [] });
            states.Add(state with { Feature = own?.Name ?? feature.Name, MultivariateFeatureStateValues = shares });
        }

        return (new ProjectFile { Project = project.Project, Features = features, Environments = [project.Environments[0] with { FeatureStates = states }] }, creates);
    }

    // Variants are known by type and value, each once: two may have the same. What is new takes of the feature's own shares what is left of them.
    private static (IReadOnlyList<VariantPart> Options, IReadOnlyList<SharePart> Shares) Joined(FeaturePart own, FeaturePart feature, StatePart state)
    {
        List<VariantPart> options = [.. own.MultivariateOptions];
        var shares = new Dictionary<int, SharePart>();
        for (var at = 0; at < feature.MultivariateOptions.Count; at++)
        {
            var option = feature.MultivariateOptions[at];
            var found = Enumerable.Range(0, own.MultivariateOptions.Count).FirstOrDefault(index => !shares.ContainsKey(index) && ValueOf(options[index]) == ValueOf(option), -1);
            if (found < 0)
            {
                found = options.Count;
                var left = 100 - options.Sum(each => each.DefaultPercentageAllocation);
                options.Add(option with { DefaultPercentageAllocation = option.DefaultPercentageAllocation <= left ? option.DefaultPercentageAllocation : 0 });
            }

            shares.Add(found, new SharePart(found, state.MultivariateFeatureStateValues[at].PercentageAllocation));
        }

        return (options, [.. shares.Values]);
    }

    private static (string Type, string? Text, long? Integer, bool? Truth) ValueOf(VariantPart option) => (option.Type, option.StringValue, option.IntegerValue, option.BooleanValue);

    private static void RemoveOverrides(Change change, ProjectEnvironment environment, Import import)
    {
        var features = import.Features.Values.Select(each => each.Row.Id).ToHashSet();
        var overrides = change.Plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id && (each.SegmentId != null || each.Identifier != null)).AsEnumerable().Where(each => features.Contains(each.FeatureId)).ToList();
        change.Plane.RemoveRange(overrides);
        if (overrides.Count > 0) change.Touch(environment.Id);
        change.Plane.SaveChanges();
    }
}
