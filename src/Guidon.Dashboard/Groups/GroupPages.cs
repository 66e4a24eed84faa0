using System.Text.Json.Nodes;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Groups;

/// <summary><c>/ui/groups</c>: members in groups, to which things can be permitted together.</summary>
internal static class GroupPages
{
    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var groups = await visit.Client.GroupsAsync(visit.Frame.Organisation);
        if (groups.Value is null) return visit.Problem(groups.Refusal);
        var members = await visit.Client.MembersAsync(visit.Frame.Organisation);
        return visit.Show<GroupsPage>(new GroupsView(groups.Value.Results, members.Value ?? []));
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
                visit.Tell(await visit.Client.SaveGroupAsync(organisation, group, body), group == 0 ? "The group is there." : "The group was saved.");
                break;
            case "delete":
                visit.Tell(await visit.Client.DeleteGroupAsync(organisation, group), "The group was deleted, with what it was permitted.");
                break;
            case "add-users" or "remove-users":
                visit.Tell(await visit.Client.ChangeGroupMemberAsync(organisation, group, visit.Sent("do"), user), visit.Sent("do") == "add-users" ? "Added to the group." : "Taken out of the group.");
                break;
            default:
                return visit.NotFound("There is no such action.");
        }

        return await GetAsync(visit);
    }
}
