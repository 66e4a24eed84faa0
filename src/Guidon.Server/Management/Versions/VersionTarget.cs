using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Versions;

/// <summary>Finds what the paths of versions name.</summary>
internal static class VersionTarget
{
    /// <summary><see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (ProjectEnvironment Environment, Feature Feature)? Place(ControlPlane plane, Caller caller, HttpContext http) =>
        plane.FindEnvironment(caller, http.PathId("environment_id")) is { } environment && plane.FindFeature(environment.ProjectId, http.PathId("feature")) is { } feature
            ? (environment, feature)
            : null;

    /// <summary>The version itself too.</summary>
    internal static (ProjectEnvironment Environment, Feature Feature, FeatureVersion Version)? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (Place(plane, caller, http) is not var (environment, feature)) return null;
        var uuid = Uuid(http);
        return plane.FeatureVersions.SingleOrDefault(each => each.Uuid == uuid && each.EnvironmentId == environment.Id && each.FeatureId == feature.Id) is { } version
            ? (environment, feature, version)
            : null;
    }

    /// <summary>Empty, which nothing has, when the path has none.</summary>
    internal static Guid Uuid(HttpContext http) => Guid.TryParse(http.PathText("version"), out var uuid) ? uuid : Guid.Empty;
}
