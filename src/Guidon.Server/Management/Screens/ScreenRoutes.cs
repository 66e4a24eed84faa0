namespace Guidon.Server.Management.Screens;

/// <summary>Read models for the dashboard: what one screen needs, in one request.</summary>
/// <param name="Frame">What stands around every screen.</param>
/// <param name="Catalog">What can be connected.</param>
internal sealed record ScreenRoutes(GetFrame Frame, GetCatalog Catalog)
{
    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return ("/api/guidon/v1/frame", new MethodTable { Get = access.Known(Frame.InvokeAsync) });
        yield return ("/api/guidon/v1/integrations", new MethodTable { Get = access.Known(Catalog.InvokeAsync) });
    }
}
