using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Integrations;

/// <summary><c>integrations</c>: destinations with how they are doing, above everything that can be connected.</summary>
internal static class Gallery
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var catalog = await visit.Client.CatalogAsync();
        if (catalog.Value is null) return visit.Problem(catalog.Refusal);
        var list = await visit.Client.DestinationsAsync();
        if (list.Value is null) return visit.Problem(list.Refusal);
        var here = list.Value.Results.Where(each => IntegrationPlace.IsHere(visit, each))
            .Select(each => (each, catalog.Value.Results.FirstOrDefault(kind => kind.Name == each.Integration)));
        return visit.Show<GalleryPage>(new GalleryView([.. here], catalog.Value.Results));
    }
}
