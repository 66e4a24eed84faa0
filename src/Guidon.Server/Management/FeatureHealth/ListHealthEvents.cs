using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary>
/// <c>GET /api/v1/projects/{project}/feature-health/events/</c>: a list of the last that was said of each feature, environment and alert, newest first, at most 1,000; what is not
/// well comes before what is.
/// </summary>
internal sealed class ListHealthEvents(IControlPlaneStore store)
{
    private const int EventsMax = 1_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        var (features, seen) = (plane.Features.Where(each => each.ProjectId == project.Id).Select(each => each.Id), plane.SeenEnvironments(caller, project));
        var events = plane.HealthEvents.AsNoTracking().Where(each => features.Contains(each.FeatureId) && (each.EnvironmentId == null || seen.Contains(each.EnvironmentId.Value)))
            .OrderByDescending(each => each.Type).ThenByDescending(each => each.CreatedAt).ThenByDescending(each => each.Id).Take(EventsMax).ToList();
        return Reply.Of(StatusCodes.Status200OK, events.ConvertAll(Show), ContractsJson.Default.IReadOnlyListHealthEventAnswer);
    });

    private static HealthEventAnswer Show(FeatureHealthEvent row) => new(
        row.Id, row.CreatedAt.UtcDateTime, row.EnvironmentId, row.FeatureId, row.ProviderName, row.Reason is null ? null : JsonSerializer.Deserialize(row.Reason, ContractsJson.Default.HealthReason), row.Type);
}
