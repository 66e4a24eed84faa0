namespace Guidon.Server.Management.Screens;

/// <summary>Read models for the dashboard: what one screen needs, in one request.</summary>
/// <param name="Frame">What stands around every screen.</param>
/// <param name="Catalog">What can be connected.</param>
/// <param name="Preview">Whom a segment would match.</param>
/// <param name="Series">What happened at destinations.</param>
/// <param name="Usage">What SDKs evaluated.</param>
/// <param name="SegmentNames">What segments are called.</param>
internal sealed record ScreenRoutes(GetFrame Frame, GetCatalog Catalog, PreviewSegment Preview, ListSeries Series, GetFlagUsage Usage, ListSegmentNames SegmentNames)
{
    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return ("/api/guidon/v1/frame", new MethodTable { Get = access.Known(Frame.InvokeAsync) });
        yield return ("/api/guidon/v1/integrations", new MethodTable { Get = access.Known(Catalog.InvokeAsync) });
        yield return ("/api/guidon/v1/series", new MethodTable { Get = access.Require(Permission.Admin, Series.InvokeAsync) });
        yield return ("/api/guidon/v1/projects/{project}/segment-names", new MethodTable { Get = access.Require(Permission.View, SegmentNames.InvokeAsync) });
        yield return ("/api/guidon/v1/environments/{environment}/usage", new MethodTable { Get = access.Require(Permission.View, Usage.InvokeAsync) });
        yield return ("/api/guidon/v1/environments/{environment}/segment-preview", new MethodTable { Post = access.Require(EnvironmentPermission.ViewIdentities, Preview.InvokeAsync) });
    }
}
