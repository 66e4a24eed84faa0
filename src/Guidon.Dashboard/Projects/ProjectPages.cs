using System.Text.Json.Nodes;
using Guidon.Contracts.Transfer;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Health;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Projects;

/// <summary><c>project</c>: how it is set, its health providers, its file, an import that is tried first, and the end of it.</summary>
/// <param name="runs">Imports on their way.</param>
internal sealed class ProjectPages(ImportRuns runs)
{
    internal Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, view => view);

    internal async Task<IResult> PostAsync(Visit visit)
    {
        var project = visit.Project?.Id ?? 0;
        if (visit.Sent("do") is ProviderForms.Add or ProviderForms.Delete)
        {
            var problem = await ProviderForms.DoAsync(visit);
            return await ShowAsync(visit, view => view with { ProviderProblem = problem, NewProvider = problem is null && visit.Sent("do") == ProviderForms.Add ? visit.Sent("provider") : null });
        }

        if (visit.Sent("do") == "delete")
        {
            if (visit.Sent("confirm").Trim() != visit.Project?.Name) return await ShowAsync(visit, view => view with { Problem = "Nothing was deleted: the name that was typed is another." });
            return await visit.Client.DeleteProjectAsync(project) is { } kept ? await ShowAsync(visit, view => view with { Problem = kept.Text }) : visit.GoTo("/", $"{Parts.Display.Snippet(visit.Project?.Name ?? "")} was deleted.");
        }

        var body = new JsonObject
        {
            ["name"] = visit.Sent("name").Trim(),
            ["stale_flags_limit_days"] = int.TryParse(visit.Sent("stale"), out var days) ? days : 0,
            ["feature_name_regex"] = visit.Sent("regex") is { Length: > 0 } regex ? regex : null,
        };
        foreach (var each in ProjectSwitch.All) body[each.Name] = visit.Sent(each.Name) == "true";
        var saved = await visit.Client.ChangeProjectAsync(project, body);
        return saved.Refusal is { } refusal ? await ShowAsync(visit, view => Typed(visit, view) with { Problem = refusal.Text }) : visit.GoTo(visit.InProject("project"), "The project was saved.");
    }

    private static ProjectView Typed(Visit visit, ProjectView view) => view with
    {
        Project = view.Project with
        {
            Name = visit.Sent("name"),
            FeatureNameRegex = visit.Sent("regex"),
            StaleFlagsLimitDays = int.TryParse(visit.Sent("stale"), out var days) ? days : 0,
        },
        On = ProjectSwitch.All.Select(each => each.Name).Where(name => visit.Sent(name) == "true").ToHashSet(),
    };

    internal static async Task<IResult> ExportAsync(Visit visit)
    {
        var (bytes, refusal) = await visit.Client.ExportAsync(visit.Project?.Id ?? 0);
        return bytes is null ? visit.Problem(refusal) : Results.File(bytes, "application/json", $"guidon-project-{visit.Project?.Id}.json");
    }

    /// <summary>Tries an import, and does the one that was tried.</summary>
    internal async Task<IResult> ImportAsync(Visit visit)
    {
        var (project, name) = (visit.Project?.Id ?? 0, visit.Project?.Name ?? "");
        // Before the file is looked at: converting may take long, and whoever may not import shall not cost it.
        var mine = await visit.Client.MyPermissionsAsync(project);
        if (mine.Value is not { Admin: true }) return await RefusedAsync(visit, mine.Refusal?.Text ?? "It is for administrators of the project.");
        if (await ImportOrder.ReadAsync(visit) is not { } order) return await RefusedAsync(visit, "Choose a file.");
        var (file, losses, problem) = order.Converted(name);
        if (file is null) return await RefusedAsync(visit, problem ?? "");
        if (visit.Sent("do") == "import" && visit.Sent("tried") == order.Mark)
        {
            if (!runs.TryStart(new ImportRun(visit.PatientClient(runs.Stopping), project, file, order.Replaces))) return await RefusedAsync(visit, "Another import is on its way.");
            return await ShowAsync(visit, view => view);
        }

        var trial = await visit.PatientClient(visit.Cancellation).ImportAsync($"projects/{project}", Without(file), order.Replaces, isTrial: true);
        if (trial.Value is null) return await RefusedAsync(visit, trial.Refusal?.Text ?? "");
        return await ShowAsync(visit, view => view with
        {
            Trial = trial.Value,
            Losses = [.. losses.Concat(trial.Value.Losses).Distinct()],
            Identities = file.Environments.Sum(each => each.Identities.Count),
            Mark = order.Mark,
            Run = null,
        });
    }

    // Identities follow in portions, and there may be millions.
    private static ProjectFile Without(ProjectFile file) => file with { Environments = [.. file.Environments.Select(each => each with { Identities = [] })] };

    private Task<IResult> RefusedAsync(Visit visit, string problem)
    {
        visit.Toast = new Toast($"Nothing was imported. {problem}", IsProblem: true);
        return ShowAsync(visit, view => view);
    }

    private async Task<IResult> ShowAsync(Visit visit, Func<ProjectView, ProjectView> add)
    {
        if (!visit.IsProjectAdmin) return visit.Forbidden("A project is set, exported, imported and deleted by its administrators.");
        var id = visit.Project?.Id ?? 0;
        var project = await visit.Client.ProjectAsync(id);
        if (project.Value is not { } stored) return visit.Problem(project.Refusal);
        var providers = await visit.Client.HealthProvidersAsync(id);
        if (providers.Value is null) return visit.Problem(providers.Refusal);
        var on = ProjectSwitch.All.Where(each => each.Of(stored)).Select(each => each.Name).ToHashSet();
        var view = add(new ProjectView
        {
            Project = stored,
            On = on,
            Providers = providers.Value,
            HealthFormats = (await visit.Client.CatalogAsync()).Value?.HealthFormats ?? [],
            Run = runs.Find(id)?.Progress,
            SettingsMark = Mark.Of([stored.Name, $"{stored.StaleFlagsLimitDays}", stored.FeatureNameRegex, .. on.Order(StringComparer.Ordinal)]),
        });
        return visit.Show<ProjectPage>(view, (view.Problem ?? view.ProviderProblem) is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
