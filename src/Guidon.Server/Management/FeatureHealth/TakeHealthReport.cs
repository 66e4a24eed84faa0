using System.Text.Json;
using Guidon.Contracts;
using Guidon.Integrations;
using Guidon.Integrations.Health;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary>
/// <c>POST /api/v1/feature-health/{path}</c>: a provider says how features are doing, at its own secret address. A body that names what does not exist is refused whole, and says
/// what; what was said before changes nothing.
/// </summary>
internal sealed class TakeHealthReport(ControlPlaneChanges changes, HealthAddress address, TimeProvider time)
{
    private const int BytesMax = 262_144;
    private const int PerMinute = 120;

    // Of one feature; the oldest goes.
    private const int EventsMax = 100;

    private readonly Throttle<Guid> _throttle = new(PerMinute, time);

    internal async Task InvokeAsync(HttpContext http)
    {
        if (address.Read(http.PathText("path")) is not { } uuid) await Answers.NotFoundAsync(http);
        else if (!await _throttle.RefusesAsync(http, uuid)) await JsonBody.AnswerAsync(http, body => changes.AnswerAsync(http, Caller.Nobody(""), change => Take(change, uuid, body)), BytesMax);
    }

    private static Reply Take(Change change, Guid uuid, JsonElement body)
    {
        var (plane, provider) = (change.Plane, change.Plane.HealthProviders.SingleOrDefault(each => each.Uuid == uuid));
        if (provider is null) return Reply.NotFound;
        var format = Catalog.HealthFormats.Single(each => each.Name == provider.Name);
        var reading = format.Read(body);
        if (reading.Error is { } error) return Reply.Invalid(error);
        var features = plane.FeatureIds(provider.ProjectId);
        var environments = plane.Environments.Where(each => each.ProjectId == provider.ProjectId).Select(each => new { each.Name, each.Id }).ToDictionary(each => each.Name, each => each.Id, StringComparer.Ordinal);
        if (reading.Reports.FirstOrDefault(each => !features.ContainsKey(each.Feature)) is { } unknown) return Reply.Invalid($"This project has no feature {Named(unknown.Feature)}.");
        if (reading.Reports.FirstOrDefault(each => each.Environment is { } name && !environments.ContainsKey(name)) is { Environment: { } place }) return Reply.Invalid($"This project has no environment {Named(place)}.");
        change.Caller = Caller.Nobody($"{provider.Name} (feature health)");
        var news = reading.Reports.Count(each => Note(change, provider, features[each.Feature], each.Environment is { } name ? environments[name] : null, each));
        return Reply.Of(StatusCodes.Status200OK, new HealthReceipt(news), ContractsJson.Default.HealthReceipt);
    }

    // As senders repeat themselves: what is as it was, and what is older than what is known, is no news.
    private static bool Note(Change change, FeatureHealthProvider provider, int featureId, int? environmentId, HealthReport report)
    {
        var type = report.IsHealthy ? FeatureHealthEvent.Healthy : FeatureHealthEvent.Unhealthy;
        // A clock that is ahead must not shut out what comes after.
        var since = report.Since is { } given && given < change.Now ? StoreTime.Whole(given) : change.Now;   // what comes again must be found to be the same
        var known = change.Plane.HealthEvents.SingleOrDefault(each => each.FeatureId == featureId && each.EnvironmentId == environmentId && each.ProviderName == provider.Name && each.ExternalId == report.ExternalId);
        if (known is null) MakeRoom(change.Plane, featureId);
        else if (report.Since is null ? (known.Type, known.Reason) == (type, report.Reason) : since < known.CreatedAt || (since == known.CreatedAt && known.Type == type)) return false;
        known ??= change.Plane.Add(new FeatureHealthEvent
        {
            FeatureId = featureId, EnvironmentId = environmentId, ProviderName = provider.Name, ExternalId = report.ExternalId, Type = type, CreatedAt = since,
        }).Entity;
        (known.Type, known.Reason, known.CreatedAt) = (type, report.Reason, since);
        change.Plane.SaveChanges();   // the next one of the same body must find it
        return true;
    }

    private static void MakeRoom(ControlPlane plane, int featureId)
    {
        var beyond = plane.HealthEvents.Where(each => each.FeatureId == featureId).OrderByDescending(each => each.CreatedAt).ThenByDescending(each => each.Id).Select(each => each.Id).Skip(EventsMax - 1).ToList();
        if (beyond.Count > 0) plane.HealthEvents.Where(each => beyond.Contains(each.Id)).ExecuteDelete();
    }

    private static string Named(string name) => $"\"{(name.Length > 200 ? name[..199] + "…" : name)}\"";
}
