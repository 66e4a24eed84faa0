using System.Security.Cryptography;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Deliveries;

/// <summary>The replay wizard (order → exact count and difference → go), the list of replays, and one with its progress and report.</summary>
internal static class ReplayPages
{
    internal static Task<IResult> OrderAsync(Visit visit) => WizardAsync(visit, new ReplayOrder(), null, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var order = ReplayOrder.Read(visit);
        var request = order.ToJson(visit.RouteNumber("id"));
        if (visit.Sent("do") == "start")
        {
            var started = await visit.Client.StartReplayAsync(request);
            return started.Value is { } replay ? visit.GoTo(visit.At($"replays/{replay.Id}")) : await WizardAsync(visit, order, null, started.Refusal?.Text);
        }

        request.Remove("key");
        var counted = await visit.Client.CountReplayAsync(request);
        // From here on the order has a name of its own: a second click, or a reload, does not send it all once more.
        return await WizardAsync(visit, order with { Key = RandomNumberGenerator.GetHexString(24, lowercase: true) }, counted.Value, counted.Refusal?.Text);
    }

    internal static async Task<IResult> ListAsync(Visit visit)
    {
        var list = await visit.Client.ReplaysAsync();
        if (list.Value is null) return visit.Problem(list.Refusal);
        var titles = await TitlesAsync(visit);
        return visit.Show<ReplayListPage>(new ReplayListView([.. list.Value.Results.Select(each => (each, titles.GetValueOrDefault(each.Destination, "a destination that is gone")))]));
    }

    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var replay = await visit.Client.ReplayAsync(visit.RouteNumber("replay"));
        if (replay.Value is null) return visit.Problem(replay.Refusal);
        var titles = await TitlesAsync(visit);
        return visit.Show<ReplayPage>(new ReplayView(replay.Value, titles.GetValueOrDefault(replay.Value.Destination, "a destination that is gone")));
    }

    internal static async Task<IResult> SetAsync(Visit visit)
    {
        if (visit.Sent("do") is not ("pause" or "resume" or "cancel")) return visit.NotFound("There is no such action.");
        var set = await visit.Client.SetReplayAsync(visit.RouteNumber("replay"), visit.Sent("do"));
        visit.Toast = set.Refusal is { } refusal ? new Toast(refusal.Text, IsProblem: true) : new Toast($"The replay is {set.Value?.State}.");
        return await GetAsync(visit);
    }

    private static async Task<IResult> WizardAsync(Visit visit, ReplayOrder order, ReplayDryRunAnswer? preview, string? problem)
    {
        var id = visit.RouteNumber("id");
        return await TitlesAsync(visit) is var titles && titles.TryGetValue(id, out var title)
            ? visit.Show<WizardPage>(new WizardView(id, title, order, preview, problem), problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest)
            : visit.NotFound("There is no such destination.");
    }

    private static async Task<Dictionary<int, string>> TitlesAsync(Visit visit)
    {
        var catalog = (await visit.Client.CatalogAsync()).Value?.Results ?? [];
        var destinations = (await visit.Client.DestinationsAsync()).Value?.Results ?? [];
        return destinations.ToDictionary(each => each.Id, each => catalog.FirstOrDefault(kind => kind.Name == each.Integration)?.Title ?? each.Integration);
    }
}
