using Guidon.Server.Access;
using Guidon.Server.Management.Environments;
using Guidon.Server.Management.Projects;
using Guidon.Server.Management.ServerKeys;
using Guidon.Server.Management.Tags;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of projects, their tags and environments, and the keys of those.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="removal">How projects and environments go.</param>
/// <param name="served">The environments that this node serves.</param>
/// <param name="secret">Hashes new keys.</param>
internal sealed class ProjectRoutes(IControlPlaneStore store, ControlPlaneChanges changes, PlaceRemoval removal, EnvironmentKeys served, InstallationSecret secret)
{
    private const string Projects = "/api/v1/projects/";
    private const string Tags = Projects + "{project}/tags/";
    private const string Environments = "/api/v1/environments/";
    private const string Environment = Environments + "{environment}/";

    private readonly GetProject _project = new(store);
    private readonly ChangeProject _changeProject = new(changes);
    private readonly GetTag _tag = new(store);
    private readonly ChangeTag _changeTag = new(changes);
    private readonly ListEnvironments _environments = new(store);
    private readonly GetEnvironment _environment = new(store, served);
    private readonly ChangeEnvironment _changeEnvironment = new(changes);
    private readonly ChangeServerKey _changeKey = new(changes);

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) =>
        [.. OfProjects(access), .. OfTags(access), .. OfEnvironments(access), .. OfKeys(access)];

    private IEnumerable<(string Path, MethodTable Methods)> OfProjects(ManagementAccess access)
    {
        yield return (Projects, new MethodTable { Get = access.Known(new ListProjects(store).InvokeAsync), Post = access.Known(new CreateProject(changes).InvokeAsync) });
        yield return (Projects + "get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_project.ByUuidAsync) });
        yield return (Projects + "{project}/environments/", new MethodTable { Get = access.Require(Permission.View, _environments.OfProjectAsync) });
        yield return (Projects + "{project}/", new MethodTable
        {
            Get = access.Require(Permission.View, _project.InvokeAsync),
            Put = access.Require(Permission.Admin, _changeProject.InvokeAsync),
            Patch = access.Require(Permission.Admin, _changeProject.InvokeAsync),
            Delete = access.Require(Permission.Admin, new DeleteProject(removal).InvokeAsync),
        });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfTags(ManagementAccess access)
    {
        yield return (Tags, new MethodTable
        {
            Get = access.Require(Permission.View, new ListTags(store).InvokeAsync),
            Post = access.Require(ProjectPermission.ManageTags, new CreateTag(changes).InvokeAsync),
        });
        yield return (Tags + "get-by-uuid/{uuid}/", new MethodTable { Get = access.Require(Permission.View, _tag.ByUuidAsync) });
        yield return (Tags + "{tag}/", new MethodTable
        {
            Get = access.Require(Permission.View, _tag.InvokeAsync),
            Put = access.Require(ProjectPermission.ManageTags, _changeTag.InvokeAsync),
            Patch = access.Require(ProjectPermission.ManageTags, _changeTag.InvokeAsync),
            Delete = access.Require(ProjectPermission.ManageTags, new DeleteTag(changes).InvokeAsync),
        });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfEnvironments(ManagementAccess access)
    {
        yield return (Environments, new MethodTable { Get = access.Known(_environments.InvokeAsync), Post = access.Known(new CreateEnvironment(changes).InvokeAsync) });
        yield return (Environments + "get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(_environment.ByUuidAsync) });
        yield return (Environment, new MethodTable
        {
            Get = access.Require(Permission.View, _environment.InvokeAsync),
            Put = access.Require(Permission.Admin, _changeEnvironment.InvokeAsync),
            Patch = access.Require(Permission.Admin, _changeEnvironment.InvokeAsync),
            Delete = access.Require(Permission.Admin, new DeleteEnvironment(removal).InvokeAsync),
        });
        yield return (Environment + "clone/", new MethodTable { Post = access.Require(Permission.View, new CloneEnvironment(changes).InvokeAsync) });
        yield return (Environment + "document/", new MethodTable { Get = access.Require(Permission.View, _environment.DocumentAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> OfKeys(ManagementAccess access)
    {
        yield return (Environment + "api-keys/", new MethodTable
        {
            Get = access.Require(Permission.Admin, new ListServerKeys(store).InvokeAsync),
            Post = access.Require(Permission.Admin, new CreateServerKey(changes, secret).InvokeAsync),
        });
        yield return (Environment + "api-keys/{key}/", new MethodTable
        {
            Put = access.Require(Permission.Admin, _changeKey.InvokeAsync),
            Patch = access.Require(Permission.Admin, _changeKey.InvokeAsync),
            Delete = access.Require(Permission.Admin, new DeleteServerKey(changes).InvokeAsync),
        });
    }
}
