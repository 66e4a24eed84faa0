using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    private const string Consent = "/api/v1/oauth/authorize/";

    /// <summary>What an application asks for.</summary>
    /// <param name="query">As the browser brought it, with its question mark.</param>
    internal Task<Outcome<ConsentAnswer>> ConsentAsync(string query) => GetAsync(Consent + query, ContractsJson.Default.ConsentAnswer);

    /// <param name="server">The server's address as the browser knows it: the application is told by whom it was answered.</param>
    /// <param name="body">The decision, and what was asked for.</param>
    internal Task<Outcome<RedirectAnswer>> DecideConsentAsync(string server, JsonObject body) => SendAsync(HttpMethod.Post, server + Consent, body, ContractsJson.Default.RedirectAnswer);

    internal Task<Outcome<ApplicationList>> ApplicationsAsync() => GetAsync(Own + "applications", ContractsJson.Default.ApplicationList);

    internal Task<Refusal?> DeleteApplicationAsync(int consent) => DoAsync(HttpMethod.Delete, $"{Own}applications/{consent}", null);
}
