using Guidon.Server.Management.Versions;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of versions of features, and of the switch that has an environment keep them.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="schedule">Publishes what is scheduled.</param>
internal sealed class VersionRoutes(IControlPlaneStore store, ControlPlaneChanges changes, VersionSchedule schedule)
{
    private const string Environment = "/api/v1/environments/{environment}/";
    private const string Versions = "/api/v1/environments/{environment_id}/features/{feature}/versions/";
    private const string Version = Versions + "{version}/";

    private readonly SwitchVersions _switch = new(changes);
    private readonly ChangeVersionStates _states = new(changes);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        yield return (Environment + "enable-v2-versioning/", new MethodTable { Post = access.Require(Permission.Admin, _switch.EnableAsync) });
        yield return (Environment + "disable-v2-versioning/", new MethodTable { Post = access.Require(Permission.Admin, _switch.DisableAsync) });
        yield return ("/api/v1/environment-feature-versions/{version}/", new MethodTable { Get = access.Known(new GetVersion(store).InvokeAsync) });
        // What a version needs depends on what it says differently.
        yield return (Versions, new MethodTable
        {
            Get = access.Require(Permission.View, new ListVersions(store).InvokeAsync),
            Post = access.Require(Permission.View, new CreateVersion(changes).InvokeAsync),
        });
        yield return (Version, new MethodTable { Delete = access.Require(Permission.View, new DeleteVersion(changes).InvokeAsync) });
        yield return (Version + "publish/", new MethodTable { Post = access.Require(Permission.View, new PublishVersion(changes, schedule).InvokeAsync) });
        yield return (Version + "featurestates/", new MethodTable
        {
            Get = access.Require(Permission.View, new ListVersionStates(store).InvokeAsync),
            Post = access.Require(Permission.View, _states.CreateAsync),
        });
        yield return (Version + "featurestates/{state}/", new MethodTable
        {
            Put = access.Require(Permission.View, _states.ChangeAsync),
            Patch = access.Require(Permission.View, _states.ChangeAsync),
            Delete = access.Require(Permission.View, _states.DeleteAsync),
        });
    }
}
