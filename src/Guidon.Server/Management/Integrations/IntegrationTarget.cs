using System.Globalization;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management.Integrations;

/// <summary>What the five operations on a configured integration share: the path, the stored settings and how they are shown.</summary>
internal sealed class IntegrationTarget(
    IControlPlaneStore environments, IDeliveryStore store, ISettingsProtector protector, IReadOnlyDictionary<string, Integration> catalog)
{
    // Has paths of its own, without a name in them.
    private readonly Integration? _webhooks = catalog.Values.SingleOrDefault(integration => integration.HasSeveral);

    /// <summary>The stream and integration that the path names; answers 404 itself when there is none.</summary>
    internal async Task<(int Stream, Integration Integration)?> FindAsync(HttpContext http, Caller caller)
    {
        var integration = http.GetRouteValue("integration") is string name ? catalog.GetValueOrDefault(name) : _webhooks;
        var (level, id) = await environments.ReadAsync(plane => Owner(plane, caller, http), http.RequestAborted);
        if (id > 0 && integration is not null && integration.Levels.Contains(level) && integration.HasSeveral == http.GetRouteValue("integration") is null)
            return (integration.StreamOf(level, id), integration);
        await Answers.NotFoundAsync(http);
        return null;
    }

    /// <summary>What the webhooks of an environment or organisation read, and the place that they belong to.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="isOrganisation">True for an organisation, false for an environment.</param>
    /// <param name="id">The organisation's id or the environment's client-side key; <see langword="null"/> for the caller's organisation, whatever the level.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    /// <returns><see langword="null"/> when the caller does not see it.</returns>
    internal async Task<(int Stream, Integration Integration, Place Place)?> ScopeAsync(Caller caller, bool isOrganisation, string? id, CancellationToken cancellation)
    {
        var place = await environments.ReadAsync(plane => Scope(plane, caller, isOrganisation, id), cancellation);
        if (_webhooks is null || place is null || !caller.May(Permission.View, place)) return null;
        var stream = place.EnvironmentId is { } environment
            ? _webhooks.StreamOf(IntegrationLevel.Environment, environment)
            : _webhooks.StreamOf(IntegrationLevel.Organisation, place.OrganisationId);
        return (stream, _webhooks, place);
    }

    private static Place? Scope(ControlPlane plane, Caller caller, bool isOrganisation, string? id)
    {
        if (id is null) return new Place(caller.OrganisationId);
        if (isOrganisation) return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var organisation) ? new Place(organisation) : null;
        return plane.FindEnvironment(caller, id) is { } environment ? Place.Of(plane, environment) : null;
    }

    // What is of another organisation has the id 0, as what does not exist.
    private static (IntegrationLevel Level, int Id) Owner(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (http.GetRouteValue("environment") is string key) return (IntegrationLevel.Environment, plane.FindEnvironment(caller, key)?.Id ?? 0);
        if (http.GetRouteValue("project") is not null) return (IntegrationLevel.Project, plane.FindProject(caller, http.PathId("project"))?.Id ?? 0);
        return (IntegrationLevel.Organisation, http.PathId("organisation") == caller.OrganisationId ? caller.OrganisationId : 0);
    }

    /// <summary>The configured destination that the path names; answers 404 itself when there is none.</summary>
    internal async Task<(Destination Destination, Integration Integration)?> FindItemAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is not var (stream, integration)) return null;
        var id = http.PathId("id");
        var all = await OfAsync(stream, integration, http.RequestAborted);
        if (all.FirstOrDefault(destination => destination.Id == id) is { } found) return (found, integration);
        await Answers.NotFoundAsync(http);
        return null;
    }

    /// <summary>The configured destinations of one integration at one place, by id: none or one, unless it may have several.</summary>
    internal async Task<IReadOnlyList<Destination>> OfAsync(int stream, Integration integration, CancellationToken cancellation) =>
        [.. (await store.DestinationsAsync(cancellation))
            .Where(destination => destination.EnvironmentId == stream && destination.Integration == integration.Name)];

    /// <summary>The settings in clear; <see langword="null"/> when this installation's key does not open them.</summary>
    internal SettingsValues? Open(Destination destination) =>
        protector.Unprotect(destination.ProtectedSettings.Span) is { } clear ? SettingsValues.FromJson(clear) : null;

    /// <summary>The destination as clients know it: id and fields, secrets by their last four characters.</summary>
    internal void Write(Utf8JsonWriter json, Destination destination, Integration integration)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, destination.Id);
        if (integration.HasSeveral)
        {
            json.WriteString("created_at"u8, Written(destination.CreatedAt));
            json.WriteString("updated_at"u8, Written(destination.UpdatedAt));
        }

        if (Open(destination) is { } values) SettingsView.Write(json, integration, values);
        json.WriteEndObject();
    }

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The body as JSON; answers 400, 413 or 415 itself when it is none.</summary>
    internal static async Task<JsonDocument?> ReadBodyAsync(HttpContext http)
    {
        var (json, error) = await JsonBody.ReadAsync(http);
        if (json is null) await (error?.SendAsync(http) ?? Task.CompletedTask);
        return json;
    }
}
