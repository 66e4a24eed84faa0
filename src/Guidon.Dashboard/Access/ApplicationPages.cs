using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Access;

/// <summary><c>/ui/applications</c>: what the person let in, and the end of it.</summary>
internal static class ApplicationPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var found = await visit.Client.ApplicationsAsync();
        return found.Value is null ? visit.Problem(found.Refusal) : visit.Show<ApplicationsPage>(new ApplicationsView(found.Value.Results));
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var refusal = await visit.Client.DeleteApplicationAsync(int.TryParse(visit.Sent("id"), out var id) ? id : 0);
        visit.Tell(refusal, "The application is refused from now on.");
        return await GetAsync(visit);
    }
}
