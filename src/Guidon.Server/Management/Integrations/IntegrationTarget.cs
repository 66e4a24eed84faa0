using System.Text.Json;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Server.Access;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Integrations;

/// <summary>What the five operations on a configured integration share: the path, the stored settings and how they are shown.</summary>
internal sealed class IntegrationTarget(
    EnvironmentKeys environments, IDeliveryStore store, ISettingsProtector protector, IReadOnlyDictionary<string, Integration> catalog)
{
    /// <summary>The environment and integration that the path names; answers 404 itself when there is none.</summary>
    internal async Task<(int EnvironmentId, Integration Integration)?> FindAsync(HttpContext http)
    {
        var grant = environments.FindClient((string?)http.GetRouteValue("environment") ?? "");
        var integration = catalog.GetValueOrDefault((string?)http.GetRouteValue("integration") ?? "");
        if (grant is not null && integration is not null) return (grant.State.Current.Id, integration);
        await NotFoundAsync(http);
        return null;
    }

    /// <summary>The configured destination that the path names; answers 404 itself when there is none.</summary>
    internal async Task<(Destination Destination, Integration Integration)?> FindItemAsync(HttpContext http)
    {
        if (await FindAsync(http) is not var (environmentId, integration)) return null;
        var isId = int.TryParse((string?)http.GetRouteValue("id"), out var id);
        var all = await OfAsync(environmentId, integration, http.RequestAborted);
        if (isId && all.FirstOrDefault(destination => destination.Id == id) is { } found) return (found, integration);
        await NotFoundAsync(http);
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
        var (body, error) = await RequestBody.ReadAsync(http);
        if (body is null)
        {
            await (error?.SendAsync(http) ?? Task.CompletedTask);
            return null;
        }

        using (body)
        {
            try
            {
                return JsonDocument.Parse(body.Utf8.ToArray());
            }
            catch (JsonException parseError)
            {
                error = IdentityRequestReader.ParseError(parseError.Message);
            }
        }

        await error.SendAsync(http);
        return null;
    }

    private static Task NotFoundAsync(HttpContext http) =>
        Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "Not found.");
}
