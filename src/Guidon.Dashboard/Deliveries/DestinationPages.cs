using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Integrations;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Deliveries;

/// <summary><c>destinations/{id}</c> with its tabs, and what a person can do there.</summary>
internal static class DestinationPages
{
    private const int AttemptsShown = 50;

    internal static Task<IResult> DeliveriesAsync(Visit visit) => ShowAsync(visit, "deliveries", async (view, _) => view with
    {
        Attempts = (await visit.Client.AttemptsAsync(view.Destination.Id, AttemptsShown)).Value?.Results ?? [],
    });

    internal static Task<IResult> ParkedAsync(Visit visit) => ShowAsync(visit, "parked", async (view, _) => view with
    {
        Parked = (await visit.Client.ParkedAsync(view.Destination.Id, visit.Asked("after"))).Value,
        Detail = visit.Asked("event") is { Length: > 0 } id ? (await visit.Client.ParkedDetailAsync(id)).Value : null,
    });

    internal static Task<IResult> SettingsAsync(Visit visit) => ShowAsync(visit, "settings", async (view, place) => Marked(view with { Written = await WrittenAsync(visit, view, place) }));

    internal static Task<IResult> ChartsAsync(Visit visit) => ShowAsync(visit, "charts", (view, _) => Task.FromResult<DestinationView?>(view));

    /// <summary>All parked events as a file.</summary>
    internal static async Task<IResult> ExportParkedAsync(Visit visit)
    {
        var (bytes, refusal) = await visit.Client.DownloadAsync($"/api/guidon/v1/parked/export?destination={visit.RouteNumber("id")}");
        return bytes is null ? visit.Problem(refusal) : Results.File(bytes, "application/x-ndjson", "parked.ndjson");
    }

    /// <summary>Stops it, lets it go on, or tries it.</summary>
    internal static async Task<IResult> ActAsync(Visit visit)
    {
        var (id, verb) = (visit.RouteNumber("id"), visit.Sent("do"));
        if (verb == "test") return await TestAsync(visit);
        if (verb is not ("pause" or "hold" or "resume")) return visit.NotFound("There is no such action.");
        var answer = await visit.Client.StopOrResumeAsync(id, verb);
        visit.Toast = answer.Refusal is { } refusal ? new Toast(refusal.Text, IsProblem: true) : new Toast(verb switch
        {
            "pause" => "Paused. Events wait and nothing is lost.",
            "hold" => "Held. Events wait and nothing is lost.",
            _ => "Going on. What waited is sent now.",
        });
        return await DeliveriesAsync(visit);
    }

    /// <summary>One parked event or all of them go back, or one is given up.</summary>
    internal static async Task<IResult> ActOnParkedAsync(Visit visit)
    {
        var (id, verb) = (visit.Sent("event"), visit.Sent("do"));
        var moved = verb switch
        {
            "retry" => await visit.Client.RetryParkedAsync(id),
            "retry-all" => await visit.Client.RetryAllParkedAsync(visit.RouteNumber("id")),
            _ => await visit.Client.CancelParkedAsync(id, visit.Sent("reason")),
        };
        visit.Toast = moved.Refusal is { } refusal ? new Toast(refusal.Text, IsProblem: true)
            : new Toast($"{Parts.Display.Plural(moved.Value?.Events ?? 0, "event", "events")} {(verb == "cancel" ? "given up" : "on the way once more")}.");
        return await ParkedAsync(visit);
    }

    /// <summary>Saves settings, or takes the destination away.</summary>
    internal static Task<IResult> ChangeAsync(Visit visit) => ShowAsync(visit, "settings", async (view, place) =>
    {
        if (visit.Sent("do") == "disconnect")
        {
            if (visit.Sent("sure") == "true" && await visit.Client.DisconnectAsync(place, view.Destination.Id) is null) return null;
            visit.Toast = new Toast("It is still connected: the tick was missing, or it was refused.", IsProblem: true);
            return Marked(view with { Written = await WrittenAsync(visit, view, place) });
        }

        List<SettingView> fields = [.. view.Integration?.Fields ?? [], .. view.DeliveryFields];
        var written = SettingForm.Read(visit, fields);
        var changed = await visit.Client.ChangeSettingsAsync(place, view.Destination.Id, SettingForm.ToJson(fields, written, keepsEmpty: true));
        visit.Toast = changed.Refusal is { } refusal ? new Toast($"Nothing was saved. {refusal.Text}", IsProblem: true) : new Toast("Saved. The next attempt uses it.");
        return changed.Value is { } stored
            ? Marked(view with { Written = SettingForm.Texts(fields, stored) })
            : view with { Written = written, Problems = changed.Refusal?.Fields ?? view.Problems, Mark = visit.Sent("mark") };
    });

    private static DestinationView Marked(DestinationView view) =>
        view with { Mark = Frame.Mark.Of(view.Written.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => (string[])[pair.Key, pair.Value])) };

    private static Task<IResult> TestAsync(Visit visit) => ShowAsync(visit, "deliveries", async (view, place) =>
    {
        var tried = await visit.Client.TryAsync(place, view.Destination.Id);
        if (tried.Refusal is { } refusal) visit.Toast = new Toast(refusal.Text, IsProblem: true);
        return view with
        {
            Test = tried.Value is { } reply ? TestReply.Of(reply) : null,
            Attempts = (await visit.Client.AttemptsAsync(view.Destination.Id, AttemptsShown)).Value?.Results ?? [],
        };
    });

    private static async Task<Dictionary<string, string>> WrittenAsync(Visit visit, DestinationView view, string place)
    {
        var stored = await visit.Client.SettingsAsync(place, view.Destination.Id);
        return stored.Value is { } values ? SettingForm.Texts([.. view.Integration?.Fields ?? [], .. view.DeliveryFields], values) : [];
    }

    // What all tabs show, and then what one of them adds; null from there means that the destination is gone.
    private static async Task<IResult> ShowAsync(Visit visit, string tab, Func<DestinationView, string, Task<DestinationView?>> add)
    {
        var list = await visit.Client.DestinationsAsync();
        if (list.Value is null) return visit.Problem(list.Refusal);
        var catalog = await visit.Client.CatalogAsync();
        if (catalog.Value is null) return visit.Problem(catalog.Refusal);
        if (list.Value.Results.FirstOrDefault(each => each.Id == visit.RouteNumber("id")) is not { } destination) return visit.NotFound("There is no such destination.");
        var integration = catalog.Value.Results.FirstOrDefault(each => each.Name == destination.Integration);
        var hours = Charts.ChartPages.Hours(visit);
        var view = new DestinationView
        {
            Destination = destination,
            Integration = integration,
            Place = IntegrationPlace.Name(visit, destination),
            Tab = tab,
            DeliveryFields = catalog.Value.DeliveryFields,
            Series = (await visit.Client.SeriesAsync(hours, destination.Id)).Value,
            Hours = hours,
        };
        var whole = await add(view, integration is null ? "" : IntegrationPlace.Path(destination, integration));
        return whole is null ? visit.GoTo(visit.At("integrations"), "It is disconnected. What waited counts as cancelled; the ledger stays.") : visit.Show<DestinationPage>(whole, visit.Toast is { IsProblem: true } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }
}
