using Guidon.Server.Management.Features;
using Guidon.Server.Management.FeatureStates;
using Guidon.Server.Management.Flags;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs with which operators read and change flags.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
internal sealed class FlagRoutes(IControlPlaneStore store, ControlPlaneChanges changes)
{
    private const string Flag = "/api/__future__/environments/{environment}/features/{feature}/";
    private const string States = "/api/v1/environments/{environment}/featurestates/";
    private const string Features = "/api/v1/projects/{project}/features/";

    private readonly WriteFlag _writeFlag = new(changes);
    private readonly ChangeFeatureState _changeState = new(changes);
    private readonly ChangeFeature _changeFeature = new(changes);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return (Flag, new MethodTable
        {
            Get = access.Require(Permission.View, new GetFlag(store).InvokeAsync),
            Patch = access.Require(Permission.View, _writeFlag.PatchAsync),
            Put = access.Require(Permission.View, _writeFlag.PutAsync),
        });
        yield return (Flag + "segment-overrides/{segment}/", new MethodTable { Delete = access.Require(EnvironmentPermission.ManageSegmentOverrides, new DeleteSegmentOverride(changes).InvokeAsync) });
        yield return (States, new MethodTable { Get = access.Require(Permission.View, new ListFeatureStates(store).InvokeAsync) });
        yield return (States + "{state}/", new MethodTable
        {
            Get = access.Require(Permission.View, new GetFeatureState(store).InvokeAsync),
            Put = access.Require(Permission.View, _changeState.InvokeAsync),
            Patch = access.Require(Permission.View, _changeState.InvokeAsync),
        });
        yield return (Features, new MethodTable
        {
            Get = access.Require(Permission.View, new ListFeatures(store).InvokeAsync),
            Post = access.Require(ProjectPermission.CreateFeature, new CreateFeature(changes).InvokeAsync),
        });
        yield return (Features + "{feature}/", new MethodTable
        {
            Get = access.Require(Permission.View, new GetFeature(store).InvokeAsync),
            Put = access.Require(ProjectPermission.EditFeature, _changeFeature.InvokeAsync),
            Patch = access.Require(ProjectPermission.EditFeature, _changeFeature.InvokeAsync),
            Delete = access.Require(ProjectPermission.DeleteFeature, new DeleteFeature(changes).InvokeAsync),
        });
    }
}
