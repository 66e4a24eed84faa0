using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<Page<GroupAnswer>>> GroupsAsync(int organisation) => GetAsync(GroupsOf(organisation), ContractsJson.Default.PageGroupAnswer);

    /// <param name="organisation">Whose.</param>
    /// <param name="group">0 makes a new one.</param>
    /// <param name="body">Name, and whether new members join it.</param>
    internal Task<Refusal?> SaveGroupAsync(int organisation, int group, JsonObject body) =>
        group == 0 ? DoAsync(HttpMethod.Post, GroupsOf(organisation), body) : DoAsync(HttpMethod.Patch, $"{GroupsOf(organisation)}{group}/", body);

    internal Task<Refusal?> DeleteGroupAsync(int organisation, int group) => DoAsync(HttpMethod.Delete, $"{GroupsOf(organisation)}{group}/", null);

    /// <param name="organisation">Whose.</param>
    /// <param name="group">Which.</param>
    /// <param name="verb"><c>add-users</c> or <c>remove-users</c>.</param>
    /// <param name="user">A member of the organisation.</param>
    internal Task<Refusal?> ChangeGroupMemberAsync(int organisation, int group, string verb, int user) =>
        DoAsync(HttpMethod.Post, $"{GroupsOf(organisation)}{group}/{verb}/", new JsonObject { ["user_ids"] = new JsonArray(user) });

    /// <summary>What can be granted at a kind of place: <c>organisations</c>, <c>projects</c> or <c>environments</c>.</summary>
    internal Task<Outcome<IReadOnlyList<PermissionAnswer>>> PermissionsAsync(string kind) => GetAsync($"/api/v1/{kind}/permissions/", ContractsJson.Default.IReadOnlyListPermissionAnswer);

    /// <param name="place">A kind of place and its id or key.</param>
    /// <param name="holder"><c>user</c>, <c>user-group</c> or <c>master-api-key</c>.</param>
    internal Task<Outcome<IReadOnlyList<GrantAnswer>>> GrantsAsync(string place, string holder) => GetAsync(GrantsAt(place, holder), ContractsJson.Default.IReadOnlyListGrantAnswer);

    internal Task<Refusal?> CreateGrantAsync(string place, string holder, JsonObject body) => DoAsync(HttpMethod.Post, GrantsAt(place, holder), body);

    internal Task<Refusal?> ChangeGrantAsync(string place, string holder, int grant, JsonObject body) => DoAsync(HttpMethod.Patch, $"{GrantsAt(place, holder)}{grant}/", body);

    internal Task<Refusal?> DeleteGrantAsync(string place, string holder, int grant) => DoAsync(HttpMethod.Delete, $"{GrantsAt(place, holder)}{grant}/", null);

    private static string GroupsOf(int organisation) => $"/api/v1/organisations/{organisation}/groups/";

    private static string GrantsAt(string place, string holder) => $"/api/v1/{place}/{holder}-permissions/";
}
