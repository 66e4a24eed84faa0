using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>What the operations on features share: the path and the query.</summary>
internal static class FeatureTarget
{
    /// <summary>The feature that the path names and its project; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (Project Project, Feature Feature)? Find(ControlPlane plane, Caller caller, HttpContext http) =>
        plane.FindProject(caller, http.PathId("project")) is { } project && plane.FindFeature(project.Id, http.PathId("feature")) is { } feature ? (project, feature) : null;

    /// <returns><see langword="null"/> when the query names an environment that is not one of the project's, or that the caller may not see.</returns>
    internal static FeatureView? View(ControlPlane plane, Caller caller, Project project, DateTimeOffset now, HttpContext http)
    {
        var environment = http.QueryId("environment");
        return environment is null || plane.FindEnvironment(caller, environment.Value)?.ProjectId == project.Id
            ? new FeatureView(plane, project, now, environment, http.QueryId("segment"))
            : null;
    }
}
