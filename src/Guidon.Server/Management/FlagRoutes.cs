using Guidon.Server.Management.Features;
using Guidon.Server.Management.FeatureStates;
using Guidon.Server.Management.Flags;
using Guidon.Server.Management.Grants;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs with which operators read and change flags.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="time">Says how old features are.</param>
internal sealed class FlagRoutes(IControlPlaneStore store, ControlPlaneChanges changes, TimeProvider time)
{
    private const string Flag = "/api/__future__/environments/{environment}/features/{feature}/";
    private const string States = "/api/v1/environments/{environment}/featurestates/";
    private const string Features = "/api/v1/projects/{project}/features/";

    private readonly WriteFlag _writeFlag = new(changes);
    private readonly ChangeFeatureState _changeState = new(changes);
    private readonly ChangeFeature _changeFeature = new(changes);
    private readonly ChangeOwners _owners = new(changes, Holder.User);
    private readonly ChangeOwners _groupOwners = new(changes, Holder.Group);
    private readonly GetFeature _feature = new(store, time);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) => [.. OfFlags(access), .. OfFeatures(access)];

    private IEnumerable<(string Path, MethodTable Methods)> OfFlags(ManagementAccess access)
    {
        yield return (Flag, new MethodTable
        {
            Get = access.Require(Permission.View, new GetFlag(store).InvokeAsync),
            // Who may write neither part of a flag is told that there is none, who may write one may not see the environment: the endpoints ask.
            Patch = access.Known(_writeFlag.PatchAsync),
            Put = access.Known(_writeFlag.PutAsync),
        });
        yield return (Flag + "segment-overrides/{segment}/", new MethodTable { Delete = access.Known(new DeleteSegmentOverride(changes).InvokeAsync) });
        yield return (States, new MethodTable
        {
            Get = access.Require(Permission.View, new ListFeatureStates(store).InvokeAsync),
            Post = access.Require(Permission.View, new CreateState(changes).InEnvironmentAsync),
        });
        yield return (States + "{state}/", new MethodTable
        {
            Get = access.Require(Permission.View, new GetFeatureState(store).InvokeAsync),
            // Which permission a state needs depends on whom it is for.
            Put = access.Require(Permission.View, _changeState.InvokeAsync),
            Patch = access.Require(Permission.View, _changeState.InvokeAsync),
            Delete = access.Require(Permission.View, new DeleteFeatureState(changes).InvokeAsync),
        });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfFeatures(ManagementAccess access)
    {
        yield return (Features, new MethodTable
        {
            Get = access.Require(Permission.View, new ListFeatures(store, time).InvokeAsync),
            Post = access.Require(ProjectPermission.CreateFeature, new CreateFeature(changes).InvokeAsync),
        });
        yield return (Features + "{feature}/", new MethodTable
        {
            Get = access.Require(Permission.View, _feature.InvokeAsync),
            Put = access.Require(ProjectPermission.EditFeature, _changeFeature.InvokeAsync),
            Patch = access.Require(ProjectPermission.EditFeature, _changeFeature.InvokeAsync),
            Delete = access.Require(ProjectPermission.DeleteFeature, new DeleteFeature(changes).InvokeAsync),
        });
        yield return (Features + "{feature}/add-owners/", new MethodTable { Post = access.Require(ProjectPermission.EditFeature, _owners.AddAsync) });
        yield return (Features + "{feature}/remove-owners/", new MethodTable { Post = access.Require(ProjectPermission.EditFeature, _owners.RemoveAsync) });
        yield return (Features + "{feature}/add-group-owners/", new MethodTable { Post = access.Require(ProjectPermission.EditFeature, _groupOwners.AddAsync) });
        yield return (Features + "{feature}/remove-group-owners/", new MethodTable { Post = access.Require(ProjectPermission.EditFeature, _groupOwners.RemoveAsync) });
        yield return (Features + "{feature}/evaluation-data/", new MethodTable { Get = access.Require(Permission.View, new GetEvaluations(store, time).InvokeAsync) });
        yield return ("/api/v1/features/get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_feature.ByUuidAsync) });
    }
}
