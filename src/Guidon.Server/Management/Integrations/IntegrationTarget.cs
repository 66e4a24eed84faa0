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
    /// <summary>The environment and integration that the path names; answers 404 itself when there is none.</summary>
    internal async Task<(int EnvironmentId, Integration Integration)?> FindAsync(HttpContext http, Caller caller)
    {
        var integration = catalog.GetValueOrDefault(http.PathText("integration"));
        var environment = await environments.ReadAsync(plane => plane.FindEnvironment(caller, http.PathText("environment")), http.RequestAborted);
        if (environment is not null && integration is not null) return (environment.Id, integration);
        await Answers.NotFoundAsync(http);
        return null;
    }

    /// <summary>The configured destination that the path names; answers 404 itself when there is none.</summary>
    internal async Task<(Destination Destination, Integration Integration)?> FindItemAsync(HttpContext http, Caller caller)
    {
        if (await FindAsync(http, caller) is not var (environmentId, integration)) return null;
        var id = http.PathId("id");
        var all = await OfAsync(environmentId, integration, http.RequestAborted);
        if (all.FirstOrDefault(destination => destination.Id == id) is { } found) return (found, integration);
        await Answers.NotFoundAsync(http);
        return null;
    }

    /// <summary>The configured destinations of one integration in one environment: none or one.</summary>
    internal async Task<IReadOnlyList<Destination>> OfAsync(int environmentId, Integration integration, CancellationToken cancellation) =>
        [.. (await store.DestinationsAsync(cancellation))
            .Where(destination => destination.EnvironmentId == environmentId && destination.Integration == integration.Name)];

    /// <summary>The settings in clear; <see langword="null"/> when this installation's key does not open them.</summary>
    internal SettingsValues? Open(Destination destination) =>
        protector.Unprotect(destination.ProtectedSettings.Span) is { } clear ? SettingsValues.FromJson(clear) : null;

    /// <summary>The destination as clients know it: id and fields, secrets by their last four characters.</summary>
    internal void Write(Utf8JsonWriter json, Destination destination, Integration integration)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, destination.Id);
        if (Open(destination) is { } values) SettingsView.Write(json, integration, values);
        json.WriteEndObject();
    }

    /// <summary>The body as JSON; answers 400, 413 or 415 itself when it is none.</summary>
    internal static async Task<JsonDocument?> ReadBodyAsync(HttpContext http)
    {
        var (json, error) = await JsonBody.ReadAsync(http);
        if (json is null) await (error?.SendAsync(http) ?? Task.CompletedTask);
        return json;
    }
}
