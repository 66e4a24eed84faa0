using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<EnvironmentAnswer>> EnvironmentAsync(string environment) => GetAsync(EnvironmentPath(environment), ContractsJson.Default.EnvironmentAnswer);

    internal Task<Outcome<EnvironmentAnswer>> ChangeEnvironmentAsync(string environment, JsonObject body) =>
        SendAsync(HttpMethod.Patch, EnvironmentPath(environment), body, ContractsJson.Default.EnvironmentAnswer);

    /// <summary>A new environment with the same settings and states, and keys of its own.</summary>
    internal Task<Outcome<EnvironmentAnswer>> CloneEnvironmentAsync(string environment, string name) =>
        SendAsync(HttpMethod.Post, EnvironmentPath(environment) + "clone/", new JsonObject { ["name"] = name }, ContractsJson.Default.EnvironmentAnswer);

    internal Task<Refusal?> DeleteEnvironmentAsync(string environment) => DoAsync(HttpMethod.Delete, EnvironmentPath(environment), null);

    /// <summary>How long its events are kept, and which traits they hold.</summary>
    internal Task<Outcome<EventPolicySummary>> EventPolicyAsync(string environment) => GetAsync(PolicyPath(environment), ContractsJson.Default.EventPolicySummary);

    internal Task<Outcome<EventPolicySummary>> SetEventPolicyAsync(string environment, JsonObject body) =>
        SendAsync(HttpMethod.Put, PolicyPath(environment), body, ContractsJson.Default.EventPolicySummary);

    private static string EnvironmentPath(string environment) => $"/api/v1/environments/{Escape(environment)}/";

    private static string PolicyPath(string environment) => $"{Own}environments/{Escape(environment)}/retention";
}
