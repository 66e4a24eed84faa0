using Guidon.Server.Access;
using Guidon.Server.Management.Transfers;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs with which projects come and go as files.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="secret">Hashes keys that files bring along.</param>
/// <param name="receivers">What files say about integrations.</param>
/// <param name="time">Dates files.</param>
internal sealed class TransferRoutes(IControlPlaneStore store, ControlPlaneChanges changes, InstallationSecret secret, ImportedReceivers receivers, TimeProvider time)
{
    private const string Own = "/api/guidon/v1/";

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access)
    {
        var (export, import) = (new ExportProject(store, time), new ImportProject(changes, secret, receivers));
        var files = new FeatureFiles(store, changes);
        yield return ("/api/v1/features/create-feature-export/", new MethodTable { Post = access.Known(files.CreateAsync) });
        yield return ("/api/v1/features/download-feature-export/{id}/", new MethodTable { Get = access.Known(files.DownloadAsync) });
        yield return ("/api/v1/features/feature-import/{environment_id}", new MethodTable { Post = access.Require(Permission.Admin, new ImportFeatureFile(changes, secret).InvokeAsync) });
        yield return ("/api/v1/projects/{project}/feature-exports/", new MethodTable { Get = access.Require(Permission.View, files.ExportsAsync) });
        yield return ("/api/v1/projects/{project}/feature-imports/", new MethodTable { Get = access.Require(Permission.View, files.ImportsAsync) });
        yield return (Own + "projects/{project}/export", new MethodTable { Get = access.Require(Permission.Admin, export.InvokeAsync) });
        yield return (Own + "environments/{environment}/export/identities", new MethodTable { Get = access.Require(Permission.Admin, export.IdentitiesAsync) });
        yield return (Own + "projects/{project}/import", new MethodTable { Post = access.Require(Permission.Admin, import.IntoProjectAsync) });
        yield return (Own + "organisations/{organisation}/import", new MethodTable { Post = access.Require(OrganisationPermission.CreateProject, import.IntoOrganisationAsync) });
    }
}
