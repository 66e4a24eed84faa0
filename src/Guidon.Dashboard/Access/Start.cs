using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Access;

/// <summary>
/// <c>/</c> leads to the features of the first project; where there is none, to the page that creates one with its environments; where a project has no
/// environment that the person sees, to what can be done about it.
/// </summary>
internal static class Start
{
    internal static Task<IResult> HomeAsync(Visit visit) =>
        Task.FromResult(visit.Environment is null && !visit.May(visit.Project is null ? Grantable.CreateProject : Grantable.CreateEnvironment) && !visit.IsProjectAdmin
            ? visit.Show<ProblemPage>(new ProblemView("Nothing to see yet", "Nothing here is shared with you yet. An administrator of the organisation can permit it."))
            : visit.GoTo(Address(visit), visit.Toast?.Text));

    private static string Address(Visit visit) =>
        visit.Project is null ? "/ui/projects/new" : visit.Environment is null ? visit.InProject("environments/new") : visit.At("features");

    internal static Task<IResult> GetAsync(Visit visit) => Task.FromResult(visit.May(Grantable.CreateProject)
        ? visit.Show<StartPage>(new StartView("", ["Development", "Production"], null))
        : visit.Forbidden("To create projects here must be permitted to you."));

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var view = new StartView(visit.Sent("name").Trim(), [.. visit.SentAll("environment").Select(each => each.Trim()).Where(each => each.Length > 0)], null);
        var project = await visit.Client.CreateProjectAsync(visit.Frame.Organisation, view.Name);
        if (project.Value is null) return visit.Show<StartPage>(view with { Problem = project.Refusal?.Text }, StatusCodes.Status400BadRequest);
        var id = project.Value.Id;
        foreach (var name in view.Environments)
        {
            var environment = await visit.Client.CreateEnvironmentAsync(id, name);
            if (environment.Value is null) return visit.GoTo("/", $"The project is there, but not its environment {Parts.Display.Snippet(name)}: {environment.Refusal?.Text}");
        }

        return visit.GoTo($"/ui/p/{id}", $"{Parts.Display.Snippet(view.Name)} is there. {(view.Environments.Count == 0 ? "Make its first environment." : "Create its first feature.")}");
    }
}
