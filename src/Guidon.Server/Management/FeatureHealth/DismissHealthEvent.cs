using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary>
/// <c>POST /api/v1/projects/{project}/feature-health/events/{event}/dismiss/</c>: 204. What was not well is well from now on, until its provider says something newer; the reason says
/// who said so.
/// </summary>
internal sealed class DismissHealthEvent(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var (id, seen) = (http.PathId("event"), change.Plane.SeenEnvironments(caller, project));
        var said = change.Plane.HealthEvents.SingleOrDefault(each => each.Id == id);
        if (said is null || change.Plane.FindFeature(project.Id, said.FeatureId) is null || (said.EnvironmentId is { } environment && !seen.Contains(environment))) return Reply.NotFound;
        if (said.Type == FeatureHealthEvent.Healthy) return Reply.NoContent;
        var reason = new HealthReason([new HealthText($"Dismissed by {caller.Name}.", null)], []);
        (said.Type, said.CreatedAt, said.Reason) = (FeatureHealthEvent.Healthy, change.Now, JsonSerializer.Serialize(reason, ContractsJson.Default.HealthReason));
        return Reply.NoContent;
    });
}
