using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<OrganisationAnswer>> OrganisationAsync(int organisation) => GetAsync($"/api/v1/organisations/{organisation}/", ContractsJson.Default.OrganisationAnswer);

    internal Task<Outcome<OrganisationAnswer>> ChangeOrganisationAsync(int organisation, JsonObject body) =>
        SendAsync(HttpMethod.Patch, $"/api/v1/organisations/{organisation}/", body, ContractsJson.Default.OrganisationAnswer);

    /// <summary>Its maker is its administrator.</summary>
    internal Task<Outcome<OrganisationAnswer>> CreateOrganisationAsync(string name) =>
        SendAsync(HttpMethod.Post, "/api/v1/organisations/", new JsonObject { ["name"] = name }, ContractsJson.Default.OrganisationAnswer);

    /// <param name="organisation">Whose.</param>
    /// <param name="filter">A query without its question mark: <c>search</c>, <c>author</c>, <c>project</c>, <c>from</c>, <c>to</c>.</param>
    /// <param name="page">From 1.</param>
    internal Task<Outcome<Page<AuditAnswer>>> AuditAsync(int organisation, string filter, int page) =>
        GetAsync($"/api/v1/organisations/{organisation}/audit/?page={page}&page_size=50&{filter}", ContractsJson.Default.PageAuditAnswer);

    internal Task<Outcome<AuditAnswer>> AuditRecordAsync(int organisation, string record) =>
        GetAsync($"/api/v1/organisations/{organisation}/audit/{Escape(record)}/", ContractsJson.Default.AuditAnswer);

    /// <summary>What the chain of all audit records says; empty when nobody touched one.</summary>
    internal Task<Outcome<IReadOnlyList<FindingView>>> VerifyAuditAsync() => GetAsync(Own + "audit/verification", ContractsJson.Default.IReadOnlyListFindingView);

    /// <summary>Oldest first: what expired undelivered.</summary>
    internal Task<Outcome<RetentionDecisionList>> RetentionDecisionsAsync() => GetAsync(Own + "retention-decisions", ContractsJson.Default.RetentionDecisionList);

    internal Task<Outcome<IReadOnlyList<MemberAnswer>>> MembersAsync(int organisation) =>
        GetAsync($"/api/v1/organisations/{organisation}/users/", ContractsJson.Default.IReadOnlyListMemberAnswer);

    internal Task<Refusal?> SetRoleAsync(int organisation, int user, string role) =>
        DoAsync(HttpMethod.Post, $"/api/v1/organisations/{organisation}/users/{user}/update-role/", new JsonObject { ["role"] = role });

    internal Task<Refusal?> RemoveMemberAsync(int organisation, int user) =>
        DoAsync(HttpMethod.Post, $"/api/v1/organisations/{organisation}/remove-users/", new JsonArray(new JsonObject { ["id"] = user }));

    internal Task<Outcome<Page<InviteAnswer>>> InvitesAsync(int organisation) =>
        GetAsync($"/api/v1/organisations/{organisation}/invites/", ContractsJson.Default.PageInviteAnswer);

    /// <summary>Asks somebody to join; the answer's hash ends the address that administrators hand on.</summary>
    internal Task<Outcome<InviteAnswer>> InviteAsync(int organisation, string email, string role) =>
        SendAsync(HttpMethod.Post, $"/api/v1/organisations/{organisation}/invites/", new JsonObject { ["email"] = email, ["role"] = role }, ContractsJson.Default.InviteAnswer);

    internal Task<Refusal?> DeleteInviteAsync(int organisation, int invite) => DoAsync(HttpMethod.Delete, $"/api/v1/organisations/{organisation}/invites/{invite}/", null);

    internal Task<Outcome<Page<MasterKeyAnswer>>> MasterKeysAsync(int organisation) =>
        GetAsync($"/api/v1/organisations/{organisation}/master-api-keys/", ContractsJson.Default.PageMasterKeyAnswer);

    /// <summary>The answer holds the key, this once.</summary>
    internal Task<Outcome<MasterKeyAnswer>> CreateMasterKeyAsync(int organisation, string name, bool isAdmin) =>
        SendAsync(HttpMethod.Post, $"/api/v1/organisations/{organisation}/master-api-keys/", new JsonObject { ["name"] = name, ["is_admin"] = isAdmin }, ContractsJson.Default.MasterKeyAnswer);

    internal Task<Refusal?> RevokeMasterKeyAsync(int organisation, string prefix) =>
        DoAsync(HttpMethod.Delete, $"/api/v1/organisations/{organisation}/master-api-keys/{Escape(prefix)}/", null);
}
