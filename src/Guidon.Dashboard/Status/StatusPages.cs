using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Status;

/// <summary><c>/ui/status</c>: what this node can promise now, in plain words.</summary>
internal static class StatusPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var status = await visit.Client.StatusAsync();
        return status.Value is null ? visit.Problem(status.Refusal) : visit.Show<StatusPage>(status.Value);
    }
}
