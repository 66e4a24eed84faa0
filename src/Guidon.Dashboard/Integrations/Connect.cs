using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Integrations;

/// <summary><c>integrations/{integration}</c>: the form that its settings make, and connecting it.</summary>
internal static class Connect
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        if (!visit.Frame.IsAdmin) return visit.Forbidden("Integrations are connected by administrators of the organisation.");
        var (catalog, integration, refusal) = await FindAsync(visit);
        if (catalog is null || integration is null) return refusal is null ? visit.NotFound("There is no such integration.") : visit.Problem(refusal);
        return visit.Show<ConnectPage>(new ConnectView
        {
            Integration = integration,
            DeliveryFields = catalog.DeliveryFields,
            Written = SettingForm.Defaults(integration.Fields),
            Level = integration.Levels[0],
        });
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (catalog, integration, refusal) = await FindAsync(visit);
        if (catalog is null || integration is null) return refusal is null ? visit.NotFound("There is no such integration.") : visit.Problem(refusal);
        List<SettingView> fields = [.. integration.Fields, .. catalog.DeliveryFields];
        var written = SettingForm.Read(visit, fields);
        var level = integration.Levels.Contains(visit.Sent("level")) ? visit.Sent("level") : integration.Levels[0];
        var created = await visit.Client.ConnectAsync(IntegrationPlace.Path(visit, integration, level), SettingForm.ToJson(fields, written, keepsEmpty: false));
        if (created.Value is { } made) return visit.GoTo(visit.At($"destinations/{(int?)made["id"]}?try=1"), $"{integration.Title} is connected. Events go there from now on.");
        return visit.Show<ConnectPage>(
            new ConnectView
            {
                Integration = integration,
                DeliveryFields = catalog.DeliveryFields,
                Written = written,
                Level = level,
                Problems = created.Refusal?.Fields ?? new Dictionary<string, string>(),
                Problem = created.Refusal is { Fields.Count: 0 } whole ? whole.Text : created.Refusal?.Fields.GetValueOrDefault("non_field_errors"),
            },
            StatusCodes.Status400BadRequest);
    }

    private static async Task<(CatalogAnswer? Catalog, IntegrationView? Integration, Refusal? Refusal)> FindAsync(Visit visit)
    {
        var catalog = await visit.Client.CatalogAsync();
        return (catalog.Value, catalog.Value?.Results.FirstOrDefault(each => each.Name == visit.RouteText("integration")), catalog.Refusal);
    }
}
