using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>What the operations on features share: the path, the query and the environments that a change touches.</summary>
internal static class FeatureTarget
{
    /// <summary>The feature that the path names; <see langword="null"/> when the caller's organisation has no such thing.</summary>
    internal static Feature? Find(ControlPlane plane, Caller caller, HttpContext http) =>
        plane.FindProject(caller, http.PathId("project")) is { } project ? plane.FindFeature(project.Id, http.PathId("feature")) : null;

    /// <returns><see langword="null"/> when the query names an environment that is not one of the project's.</returns>
    internal static FeatureView? View(ControlPlane plane, int projectId, HttpContext http)
    {
        var environment = http.QueryId("environment");
        return environment is null || plane.Environments.Any(each => each.Id == environment && each.ProjectId == projectId)
            ? new FeatureView(plane, environment, http.QueryId("segment"))
            : null;
    }

    /// <summary>Features are in the document of every environment of their project.</summary>
    internal static void Touch(Change change, int projectId)
    {
        foreach (var environment in change.Plane.Environments.Where(each => each.ProjectId == projectId).Select(each => each.Id)) change.Touch(environment);
    }
}
