using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<CatalogAnswer>> CatalogAsync() => GetAsync(Own + "integrations", ContractsJson.Default.CatalogAnswer);

    internal Task<Outcome<DestinationList>> DestinationsAsync() => GetAsync(Own + "destinations", ContractsJson.Default.DestinationList);

    /// <param name="id">The destination.</param>
    /// <param name="verb"><c>pause</c>, <c>hold</c> or <c>resume</c>.</param>
    internal Task<Outcome<DestinationSummary>> StopOrResumeAsync(int id, string verb) =>
        SendAsync(HttpMethod.Post, $"{Own}destinations/{id}/{verb}", new JsonObject(), ContractsJson.Default.DestinationSummary);

    /// <param name="place">Where the integration is configured: a path without a final slash.</param>
    /// <param name="settings">Its fields.</param>
    internal Task<Outcome<JsonObject>> ConnectAsync(string place, JsonObject settings) => SendAsync(HttpMethod.Post, place + "/", settings, ClientJson.Default.JsonObject);

    internal Task<Outcome<JsonObject>> SettingsAsync(string place, int id) => GetAsync($"{place}/{id}/", ClientJson.Default.JsonObject);

    internal Task<Outcome<JsonObject>> ChangeSettingsAsync(string place, int id, JsonObject settings) =>
        SendAsync(HttpMethod.Patch, $"{place}/{id}/", settings, ClientJson.Default.JsonObject);

    internal Task<Refusal?> DisconnectAsync(string place, int id) => DoAsync(HttpMethod.Delete, $"{place}/{id}/", null);

    /// <summary>Sends a marked event now and gives the receiver's answer.</summary>
    internal Task<Outcome<JsonObject>> TryAsync(string place, int id) => SendAsync(HttpMethod.Post, $"{place}/{id}/test/", new JsonObject(), ClientJson.Default.JsonObject);

    internal Task<Outcome<AttemptList>> AttemptsAsync(int destination, int limit) =>
        GetAsync($"{Own}attempts?destination={destination}&limit={limit}", ContractsJson.Default.AttemptList);

    internal Task<Outcome<ParkedList>> ParkedAsync(int destination, string? after) =>
        GetAsync($"{Own}parked?destination={destination}&limit=50{(string.IsNullOrEmpty(after) ? "" : $"&after={Escape(after)}")}", ContractsJson.Default.ParkedList);

    internal Task<Outcome<ParkedDetail>> ParkedDetailAsync(string id) => GetAsync($"{Own}parked/{Escape(id)}", ContractsJson.Default.ParkedDetail);

    internal Task<Outcome<MovedEvents>> RetryParkedAsync(string id) =>
        SendAsync(HttpMethod.Post, $"{Own}parked/{Escape(id)}/retry", new JsonObject(), ContractsJson.Default.MovedEvents);

    internal Task<Outcome<MovedEvents>> CancelParkedAsync(string id, string reason) =>
        SendAsync(HttpMethod.Post, $"{Own}parked/{Escape(id)}/cancel", new JsonObject { ["reason"] = reason }, ContractsJson.Default.MovedEvents);

    internal Task<Outcome<MovedEvents>> RetryAllParkedAsync(int destination) =>
        SendAsync(HttpMethod.Post, $"{Own}parked/retry", new JsonObject { ["destination"] = destination }, ContractsJson.Default.MovedEvents);
}
