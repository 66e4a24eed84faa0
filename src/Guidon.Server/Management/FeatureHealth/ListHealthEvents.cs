using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary>
/// <c>GET /api/v1/projects/{project}/feature-health/events/</c>: a list of the last that was said of each feature, environment and alert, newest first, at most 1,000; what is not
/// well comes before what is. <c>feature</c> and <c>type</c> choose some of them.
/// </summary>
internal sealed class ListHealthEvents(IControlPlaneStore store)
{
    private const int EventsMax = 1_000;

    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        if (plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
        if (Refused(http.Request.Query["type"]) is { } errors) return Reply.Invalid(errors);
        var (features, seen) = (plane.Features.Where(each => each.ProjectId == project.Id).Select(each => each.Id), plane.SeenEnvironments(caller, project));
        var events = Chosen(plane.HealthEvents.AsNoTracking(), http).Where(each => features.Contains(each.FeatureId) && (each.EnvironmentId == null || seen.Contains(each.EnvironmentId.Value)))
            .OrderByDescending(each => each.Type).ThenByDescending(each => each.CreatedAt).ThenByDescending(each => each.Id).Take(EventsMax).ToList();
        return Reply.Of(StatusCodes.Status200OK, events.ConvertAll(Show), ContractsJson.Default.IReadOnlyListHealthEventAnswer);
    });

    private static FieldErrors? Refused(string? type)
    {
        if (type is null or "" or FeatureHealthEvent.Healthy or FeatureHealthEvent.Unhealthy) return null;
        var errors = new FieldErrors();
        errors.Add("type", $"\"{type}\" is not a valid choice: {FeatureHealthEvent.Healthy}, {FeatureHealthEvent.Unhealthy}.");
        return errors;
    }

    // A page about one feature must not miss what stands behind a thousand others, and a list of features needs no more than what is not well.
    private static IQueryable<FeatureHealthEvent> Chosen(IQueryable<FeatureHealthEvent> events, HttpContext http)
    {
        if (http.QueryId("feature") is { } feature) events = events.Where(each => each.FeatureId == feature);
        var type = (string?)http.Request.Query["type"];
        return string.IsNullOrEmpty(type) ? events : events.Where(each => each.Type == type);
    }

    private static HealthEventAnswer Show(FeatureHealthEvent row) => new(
        row.Id, row.CreatedAt.UtcDateTime, row.EnvironmentId, row.FeatureId, row.ProviderName, row.Reason is null ? null : JsonSerializer.Deserialize(row.Reason, ContractsJson.Default.HealthReason), row.Type);
}
