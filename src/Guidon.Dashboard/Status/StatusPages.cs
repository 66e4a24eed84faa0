using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Integrations;

namespace Guidon.Dashboard.Status;

/// <summary><c>/ui/status</c>: what this node can promise now, in plain words.</summary>
internal static class StatusPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var status = await visit.Client.StatusAsync();
        if (status.Value is null) return visit.Problem(status.Refusal);
        var destinations = (await visit.Client.DestinationsAsync()).Value?.Results ?? [];
        return visit.Show<StatusPage>(new StatusView
        {
            Status = status.Value,
            Decisions = [.. ((await visit.Client.RetentionDecisionsAsync()).Value?.Results ?? []).Reverse()],
            Destinations = destinations.ToDictionary(each => each.Id, each => (IntegrationPlace.Title(visit, each), IntegrationPlace.Environment(visit, each))),
        });
    }
}
