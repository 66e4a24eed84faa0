using Guidon.Flags;
using Guidon.Server.Management.FeatureStates;
using Guidon.Server.Management.SegmentOverrides;
using Guidon.Server.Management.Segments;
using Guidon.Server.Management.Variants;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of variants and segments, and the older ones of states and segment overrides, whose query or body names the environment.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="served">The environments that this node serves.</param>
internal sealed class SegmentRoutes(IControlPlaneStore store, ControlPlaneChanges changes, EnvironmentRegistry served)
{
    private const string Variants = "/api/v1/projects/{project}/features/{feature}/mv-options/";
    private const string Segments = "/api/v1/projects/{project}/segments/";
    private const string States = "/api/v1/features/featurestates/";
    private const string Links = "/api/v1/features/feature-segments/";
    private const string OfFeature = "/api/v1/environments/{environment}/features/{feature}/";

    private readonly GetVariant _variant = new(store);
    private readonly ChangeVariant _changeVariant = new(changes);
    private readonly GetSegment _segment = new(store);
    private readonly ChangeSegment _changeSegment = new(changes);
    private readonly GetState _state = new(store);
    private readonly ChangeState _changeState = new(changes);
    private readonly GetFeatureSegment _link = new(store);
    private readonly ChangeFeatureSegment _changeLink = new(changes);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) =>
        [.. OfVariants(access), .. OfSegments(access), .. OfStates(access), .. OfLinks(access)];

    private IEnumerable<(string Path, MethodTable Methods)> OfVariants(ManagementAccess access)
    {
        yield return (Variants, new MethodTable
        {
            Get = access.Require(Permission.View, new ListVariants(store).InvokeAsync),
            Post = access.Require(ProjectPermission.CreateFeature, new CreateVariant(changes).InvokeAsync),
        });
        yield return (Variants + "{option}/", new MethodTable
        {
            Get = access.Require(Permission.View, _variant.InvokeAsync),
            Put = access.Require(ProjectPermission.CreateFeature, _changeVariant.InvokeAsync),
            Patch = access.Require(ProjectPermission.CreateFeature, _changeVariant.InvokeAsync),
            Delete = access.Require(ProjectPermission.CreateFeature, new DeleteVariant(changes).InvokeAsync),
        });
        yield return ("/api/v1/multivariate/options/get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_variant.ByUuidAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfSegments(ManagementAccess access)
    {
        yield return (Segments, new MethodTable
        {
            Get = access.Require(Permission.View, new ListSegments(store, served).InvokeAsync),
            Post = access.Require(ProjectPermission.ManageSegments, new CreateSegment(changes).InvokeAsync),
        });
        yield return (Segments + "{segment}/", new MethodTable
        {
            Get = access.Require(Permission.View, _segment.InvokeAsync),
            Put = access.Require(ProjectPermission.ManageSegments, _changeSegment.InvokeAsync),
            Patch = access.Require(ProjectPermission.ManageSegments, _changeSegment.InvokeAsync),
            Delete = access.Require(ProjectPermission.ManageSegments, new DeleteSegment(changes).InvokeAsync),
        });
        yield return (Segments + "{segment}/associated-features/", new MethodTable { Get = access.Require(Permission.View, new ListAssociatedFeatures(store).InvokeAsync) });
        yield return ("/api/v1/segments/get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_segment.ByUuidAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfStates(ManagementAccess access)
    {
        var create = new CreateState(changes);
        yield return (States, new MethodTable { Get = access.Known(new ListStates(store).InvokeAsync), Post = access.Known(create.InvokeAsync) });
        yield return (States + "get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_state.ByUuidAsync) });
        yield return (States + "{state}/", new MethodTable
        {
            Get = access.Known(_state.InvokeAsync),
            Put = access.Known(_changeState.InvokeAsync),
            Patch = access.Known(_changeState.InvokeAsync),
        });
        yield return (OfFeature + "create-segment-override/", new MethodTable { Post = access.Require(EnvironmentPermission.ManageSegmentOverrides, new CreateSegmentOverride(changes).InvokeAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfLinks(ManagementAccess access)
    {
        yield return (Links, new MethodTable { Get = access.Known(new ListFeatureSegments(store).InvokeAsync), Post = access.Known(new CreateFeatureSegment(changes).InvokeAsync) });
        yield return (Links + "update-priorities/", new MethodTable { Post = access.Known(new UpdatePriorities(changes).InvokeAsync) });
        yield return (Links + "get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_link.ByUuidAsync) });
        yield return (Links + "{link}/", new MethodTable
        {
            Get = access.Known(_link.InvokeAsync),
            Put = access.Known(_changeLink.InvokeAsync),
            Patch = access.Known(_changeLink.InvokeAsync),
            Delete = access.Known(new DeleteFeatureSegment(changes).InvokeAsync),
        });
    }
}
