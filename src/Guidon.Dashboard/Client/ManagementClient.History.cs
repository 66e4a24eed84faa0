using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <param name="place"><c>environments/KEY</c>, or <c>projects/ID</c> for all of its environments and the feature itself.</param>
    /// <param name="feature">Whose.</param>
    /// <param name="page">From 1, newest first.</param>
    internal Task<Outcome<Page<AuditAnswer>>> HistoryAsync(string place, int feature, int page) =>
        GetAsync($"/api/v1/{place}/audit/?feature={feature}&details=true&page={page}&page_size=20", ContractsJson.Default.PageAuditAnswer);

    /// <summary>A record about a feature or one of its states, and all later ones about the same, oldest first.</summary>
    internal Task<Outcome<Page<AuditAnswer>>> SinceAsync(int project, int feature, (string Type, string Id) thing, long record) => GetAsync(
        $"/api/v1/projects/{project}/audit/?feature={feature}&related_object_type={Escape(thing.Type)}&related_object_id={Escape(thing.Id)}&after_id={record - 1}&details=true", ContractsJson.Default.PageAuditAnswer);

    /// <summary>Changes what the body names of one state, whatever it is for.</summary>
    internal Task<Refusal?> ChangeStateAsync(string environment, int state, JsonObject body) => DoAsync(HttpMethod.Patch, StatePath(environment, state), body);

    internal Task<Refusal?> RemoveStateAsync(string environment, int state) => DoAsync(HttpMethod.Delete, StatePath(environment, state), null);

    internal Task<Refusal?> RemoveOverrideAsync(string environment, int feature, int segment) =>
        DoAsync(HttpMethod.Delete, $"{FlagPath(environment, feature)}segment-overrides/{segment}/", null);

    private static string StatePath(string environment, int state) => $"/api/v1/environments/{Escape(environment)}/featurestates/{state}/";
}
