using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary><c>DELETE /api/v1/projects/{project}/feature-health/providers/{name}/</c>: 204. Its address opens nothing any more, and what it said goes: nobody would take it back.</summary>
internal sealed class DeleteHealthProvider(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var name = http.PathText("name");
        var provider = change.Plane.HealthProviders.Where(each => each.ProjectId == project.Id).AsEnumerable().SingleOrDefault(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase));
        if (provider is null) return Reply.NotFound;
        var features = change.Plane.Features.Where(each => each.ProjectId == project.Id).Select(each => each.Id);
        change.Plane.HealthEvents.Where(each => each.ProviderName == provider.Name && features.Contains(each.FeatureId)).ExecuteDelete();
        change.Plane.Remove(provider);
        return Reply.NoContent;
    });
}
