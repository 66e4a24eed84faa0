using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Environments;

/// <summary><c>environments/new</c>: one more stage of the project.</summary>
internal static class EnvironmentNew
{
    internal static Task<IResult> GetAsync(Visit visit) => Task.FromResult(visit.May(Grantable.CreateEnvironment)
        ? visit.Show<EnvironmentNewPage>(new ProblemView("", ""))
        : visit.Forbidden("To create environments here must be permitted to you."));

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var created = await visit.Client.CreateEnvironmentAsync(visit.Project?.Id ?? 0, visit.Sent("name").Trim());
        return created.Value is { } made
            ? visit.GoTo($"/ui/p/{visit.Project?.Id}/e/{Uri.EscapeDataString(made.ApiKey)}/features", $"{Parts.Display.Snippet(made.Name)} is there.")
            : visit.Show<EnvironmentNewPage>(new ProblemView(visit.Sent("name"), created.Refusal?.Text ?? ""), StatusCodes.Status400BadRequest);
    }
}
