using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Access;

/// <summary><c>/</c> leads to the features of the first project; where there is none, to the page that creates one with its environments.</summary>
internal static class Start
{
    internal static Task<IResult> HomeAsync(Visit visit) =>
        Task.FromResult(visit.GoTo(visit.Environment is null ? "/ui/projects/new" : visit.At("features"), visit.Toast?.Text));

    internal static Task<IResult> GetAsync(Visit visit) => Task.FromResult(visit.Show<StartPage>(new StartView("", ["Development", "Production"], null)));

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var view = new StartView(visit.Sent("name").Trim(), [.. visit.SentAll("environment").Select(each => each.Trim()).Where(each => each.Length > 0)], null);
        var project = await visit.Client.CreateProjectAsync(visit.Frame.Organisation, view.Name);
        if (project.Value is null) return visit.Show<StartPage>(view with { Problem = project.Refusal?.Text }, StatusCodes.Status400BadRequest);
        var id = project.Value.Id;
        foreach (var name in view.Environments)
        {
            var environment = await visit.Client.CreateEnvironmentAsync(id, name);
            if (environment.Value is null) return visit.GoTo("/", $"The project is there, but not its environment {name}: {environment.Refusal?.Text}");
        }

        return visit.GoTo($"/ui/p/{id}", $"{view.Name} is there. Create its first feature.");
    }
}
