using System.Text.Json.Nodes;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Groups;

/// <summary><c>/ui/groups</c>: members in groups, to which things can be permitted together.</summary>
internal static class GroupPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null);

    // Whoever is added is written by address: a choice of two thousand members in each group would be most of the page.
    private static async Task<Refusal?> AddAsync(Visit visit, int group)
    {
        var members = await visit.Client.MembersAsync(visit.Frame.Organisation);
        if (members.Value is not { } all) return members.Refusal;
        return all.FirstOrDefault(each => string.Equals(each.Email, visit.Sent("email").Trim(), StringComparison.OrdinalIgnoreCase)) is { } member
            ? await visit.Client.ChangeGroupMemberAsync(visit.Frame.Organisation, group, "add-users", member.Id)
            : Refusal.Because("No member has this address.");
    }

    private static async Task<IResult> ShowAsync(Visit visit, (int Group, string Name, bool IsDefault)? typed)
    {
        var groups = await visit.Client.GroupsAsync(visit.Frame.Organisation);
        if (groups.Value is null) return visit.Problem(groups.Refusal);
        var members = await visit.Client.MembersAsync(visit.Frame.Organisation);
        return visit.Show<GroupsPage>(new GroupsView(groups.Value.Results, members.Value ?? [], typed), typed is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var organisation = visit.Frame.Organisation;
        _ = int.TryParse(visit.Sent("group"), out var group);
        _ = int.TryParse(visit.Sent("user"), out var user);
        var body = new JsonObject { ["name"] = visit.Sent("name").Trim(), ["is_default"] = visit.Sent("default") == "true" };
        switch (visit.Sent("do"))
        {
            case "save":
                var refused = await visit.Client.SaveGroupAsync(organisation, group, body);
                visit.Tell(refused, group == 0 ? "The group is there." : "The group was saved.");
                return await ShowAsync(visit, refused is null ? null : (group, visit.Sent("name"), visit.Sent("default") == "true"));
            case "delete":
                visit.Tell(await visit.Client.DeleteGroupAsync(organisation, group), "The group was deleted, with what it was permitted.");
                break;
            case "remove-users":
                visit.Tell(await visit.Client.ChangeGroupMemberAsync(organisation, group, "remove-users", user), "Taken out of the group.");
                break;
            case "add-users":
                visit.Tell(await AddAsync(visit, group), "Added to the group.");
                break;
            default:
                return visit.NotFound("There is no such action.");
        }

        return await GetAsync(visit);
    }
}
